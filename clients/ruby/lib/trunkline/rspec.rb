# frozen_string_literal: true

require "rspec/core"
require "rspec/expectations"
require "trunkline"

module Trunkline
  # Examples with the metadata `:trunkline` have an account of their own, as `trunkline`, and are looked at when they end: what is not
  # implemented and what the application did not answer fails them. `trunkline: { own_server: true, allow: [:failed_webhooks], numbers: 2 }`
  # wishes otherwise.
  module RSpec
    class << self
      # The server that examples share: the one at TRUNKLINE_URL, else one that is started for them.
      def server
        @server ||= (ENV.key?("TRUNKLINE_URL") ? Trunkline.connect : Trunkline.start).tap { |one| one.control.shared = true }
      end

      def close
        @server&.close
        @server = nil
      end
    end

    # What examples have.
    module Example
      attr_reader :trunkline
    end

    # `expect(phone).to have_received_message(/code \d{6}/).within(5)`. Where the text itself is needed: `phone.wait_for_message`.
    class HaveReceivedMessage
      def initialize(pattern)
        @pattern = pattern
        @timeout = USUAL_TIMEOUT
      end

      # How long is waited for it, in seconds.
      def within(timeout)
        @timeout = timeout
        self
      end

      def matches?(phone)
        phone.wait_for_message(@pattern, timeout: @timeout)
        true
      rescue NotInTime => e
        @failure = e.message
        false
      end

      # All that is due happens first; nothing is waited for.
      def does_not_match?(phone)
        phone.expect_no_message(@pattern)
        true
      rescue NotAsWanted => e
        @failure = e.message
        false
      end

      attr_reader :failure

      alias failure_message failure
      alias failure_message_when_negated failure

      def description = "have received a message#{" matching #{@pattern.inspect}" if @pattern}"
    end

    # The matchers.
    module Matchers
      # A text that reaches a phone, and was not waited for before: any, or one that fits a pattern.
      def have_received_message(pattern = nil) = HaveReceivedMessage.new(pattern)
    end
  end
end

RSpec.configure do |config|
  # A failure shows the line of the example.
  config.backtrace_exclusion_patterns << /\A#{Regexp.escape(__dir__)}/

  config.include Trunkline::RSpec::Example, :trunkline
  config.include Trunkline::RSpec::Matchers, :trunkline

  config.around(:each, :trunkline) do |example|
    wishes = example.metadata[:trunkline]
    wishes = {} unless wishes.is_a?(Hash)
    own = Trunkline.start if wishes[:own_server]
    begin
      account = (own || Trunkline::RSpec.server).account(**wishes.slice(:numbers, :name, :type))
      @trunkline = account
      example.run
      account.verify(allow: wishes.fetch(:allow, [])) unless example.exception
    ensure
      own&.close
    end
  end

  config.after(:suite) { Trunkline::RSpec.close }
end
