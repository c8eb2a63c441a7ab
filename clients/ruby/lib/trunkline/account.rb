# frozen_string_literal: true

module Trunkline
  # An account of its own for a test: tests that have one each meet no other test.
  class Account
    attr_reader :server, :control, :sid, :auth_token, :phone_numbers, :faults

    def initialize(server, opened)
      @server = server
      @control = server.control
      @sid, @auth_token, @phone_numbers = opened.values_at("sid", "authToken", "phoneNumbers")
      @faults = Faults.new(control, sid)
    end

    def credentials = [sid, auth_token]

    def phone_number = phone_numbers.first || raise(Error, "The account #{sid} has no number. Try: account(numbers: 1)")

    def clock = server.clock

    # What a program has to find in its environment to use this account.
    def env
      { "TWILIO_ACCOUNT_SID" => sid, "TWILIO_AUTH_TOKEN" => auth_token, "TWILIO_PHONE_NUMBER" => phone_numbers.first }
        .compact.merge(server.env)
    end

    # A phone: a new one with a number that nobody has, or the one with this number, as of now.
    # `behaviour`, `answers` and `name` say how it is.
    def phone(number = nil, **wishes)
      return Phone.new(self, control.ask("POST", "/phones", body: wishes)["phoneNumber"]) unless number

      last = control.ask("GET", "/phones/#{number}/messages", query: { limit: 1 })["messages"].last
      phone = Phone.new(self, number, last && last["id"])
      wishes.empty? ? phone : phone.behaves(**wishes)
    end

    # Says where its numbers tell messages, and calls.
    def webhook(url, voice: nil)
      numbers = "/2010-04-01/Accounts/#{sid}/IncomingPhoneNumbers"
      found = control.rest("GET", "#{numbers}.json", credentials, query: { PageSize: PAGE })["incoming_phone_numbers"]
      form = { SmsUrl: url, VoiceUrl: voice }.compact
      found.each { |one| control.rest("POST", "#{numbers}/#{one["sid"]}.json", credentials, form: form) }
    end

    # The requests that its application got, oldest first: of a kind, about a SID, or only those that failed.
    def webhooks(kind: nil, subject: nil, failed: nil, limit: 100)
      query = { account: sid, kind: kind, subject: subject, failed: failed || nil, limit: limit }
      control.ask("GET", "/webhooks", query: query)["webhooks"].reverse
             .map { |one| control.ask("GET", "/webhooks/#{one["id"]}") }
    end

    # Makes a request to the application again now, as it was or edited: `replay(id, parameters: { "Body" => "edited" })`.
    def replay(id, **edit) = control.ask("POST", "/webhooks/#{id}/replay", body: edit)

    # Waits until nothing of it that is due is left to do.
    def settle(timeout: USUAL_TIMEOUT) = Report.settle(control, credentials, timeout)

    # Fails when the application asked for what the server does not have, or left a request without success. `allow` leaves out
    # :not_implemented or :failed_webhooks.
    def verify(allow: [])
      unknown = allow - %i[not_implemented failed_webhooks]
      raise ArgumentError, "#{unknown.join(", ")} is not checked" unless unknown.empty?

      # What is on its way to the application may fail yet. An account that went with a reset has nothing to look at.
      return unless settled?

      wrong = []
      wrong += Report.section("The application asked for what is not there", Report.refused(control, sid, true)) unless allow.include?(:not_implemented)
      wrong += Report.section("The application did not answer", Report.broken(control, sid)) unless allow.include?(:failed_webhooks)
      raise NotAsWanted, wrong.join("\n") unless wrong.empty?
    end

    private

    def settled?
      control.ask("POST", "/settle", body: { account: sid, timeout: USUAL_TIMEOUT })
      true
    rescue Refused => e
      raise unless e.status == 404

      false
    end
  end
end
