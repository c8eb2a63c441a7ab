# frozen_string_literal: true

require "open3"
require "tmpdir"
require_relative "application"

RSpec.describe "examples with :trunkline" do
  # Runs examples of their own that use the server of these; gives what is printed.
  def run(examples)
    Dir.mktmpdir do |folder|
      File.write("#{folder}/own_spec.rb", <<~SPEC)
        require "#{__dir__}/application"
        RSpec.describe "own" do
          def ask_for_what_is_not_there
            trunkline.control.rest("GET", "/2010-04-01/Accounts/\#{trunkline.sid}/Fax.json", trunkline.credentials)
          rescue Trunkline::Refused
            nil
          end
          #{examples}
        end
      SPEC
      env = { "TRUNKLINE_URL" => Trunkline::RSpec.server.url }
      lib = File.expand_path("../lib", __dir__)
      Open3.capture2e(env, "rspec", "-I", lib, "--require", "trunkline/rspec", "#{folder}/own_spec.rb").first
    end
  end

  it "each have an account of their own, as they wish" do
    said = run(<<~'EXAMPLES')
      seen = []
      2.times { |n| it("is alone #{n}", :trunkline) { expect(seen.push(trunkline.sid).uniq!).to be_nil } }
      it("wishes", trunkline: { numbers: 3, type: "Trial" }) { expect(trunkline.phone_numbers.size).to eq 3 }
      it("is left alone") { expect(respond_to?(:trunkline)).to be false }
    EXAMPLES
    expect(said).to include "4 examples, 0 failures"
  end

  it "fail when something is not implemented, unless that is allowed" do
    said = run(<<~EXAMPLES)
      it("fails", :trunkline) { ask_for_what_is_not_there }
      it("passes", trunkline: { allow: [:not_implemented] }) { ask_for_what_is_not_there }
    EXAMPLES
    expect(said).to include "2 examples, 1 failure"
    expect(said).to match %r{The application asked for what is not there:\n\s+GET /2010-04-01/Accounts/\w+/Fax.json -> 404}
  end

  it "fail when the application breaks, unless that is allowed" do
    said = run(<<~EXAMPLES)
      def break_it
        application = Application.new("broken", status: 500)
        trunkline.webhook(application.url)
        expect(trunkline.phone.send_message("hello").status).to eq 500
      end
      it("fails", :trunkline) { break_it }
      it("passes", trunkline: { allow: [:failed_webhooks] }) { break_it }
      it("fails for its own reason", :trunkline) { break_it; raise "its own reason" }
    EXAMPLES
    expect(said).to include "3 examples, 2 failures"
    expect(said).to match(%r{The application did not answer:\n\s+POST http://127.0.0.1:\d+/? -> 500})
    expect(said.scan("The application did not answer").size).to eq 1
    expect(said).to include "its own reason"
  end

  it "leave alone what is of all examples", :trunkline do
    server = trunkline.server
    [-> { server.clock.advance("1h") }, -> { server.clock.freeze }, -> { server.reset }, -> { server.faults.clear }].each do |act|
      expect(&act).to raise_error(Trunkline::NotAlone, /own_server/)
    end
  end
end
