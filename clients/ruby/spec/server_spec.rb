# frozen_string_literal: true

require "open3"
require "rbconfig"
require_relative "application"

RSpec.describe Trunkline do
  around do |example|
    before = ENV.to_h
    example.run
    ENV.replace(before)
  end

  it "starts a server that is gone when it is closed" do
    server = described_class.start
    expect(server.account(numbers: 2, type: "Trial").phone_numbers.size).to eq 2
    server.close
    server.close
    expect { server.account }.to raise_error(Trunkline::Unreachable, /No server answers at/)
  end

  it "leaves no server behind when its process is killed" do
    program = 'require "trunkline"; puts Trunkline.start.url; $stdout.flush; sleep 60'
    input, output, waiter = Open3.popen2(RbConfig.ruby, "-I", "lib", "-e", program)
    server = described_class.connect(output.gets.strip)
    expect(server.account.phone_number).to match(/\A\+1\d{10}\z/)
    Process.kill("KILL", waiter.pid)
    [input, output].each(&:close)
    until_true do
      server.control.ask("GET", "/phones", longest: 2) && false
    rescue Trunkline::Unreachable
      true
    end
  end

  it "finds one that runs by its variables, and sends its token" do
    server = described_class.start(env: { "TRUNKLINE_CONTROL_TOKEN" => "t" * 32 })
    ENV["TRUNKLINE_URL"] = "#{server.url}/"
    ENV["TRUNKLINE_CONTROL_TOKEN"] = "t" * 32
    found = described_class.connect
    expect(found.account.env).to include("TRUNKLINE_URL" => server.url, "TRUNKLINE_CONTROL_TOKEN" => "t" * 32)
    expect { described_class.connect(token: "x" * 32).account }.to raise_error(Trunkline::Refused, /not the token/)
  ensure
    server&.close
  end

  {
    "/nowhere/trunkline" => "cannot be run",
    "ruby -e 'abort %(it broke)'" => "it broke",
    "ruby -e 'puts %(a line of another program)'" => "a line of another program"
  }.each do |command, says|
    it "says why `#{command}` starts no server" do
      ENV["TRUNKLINE_COMMAND"] = command
      expect { described_class.start }.to raise_error(Trunkline::Unreachable, /#{Regexp.escape(says)}.*Try: npm install/m)
    end
  end

  it "gives up in time what says nothing" do
    ENV["TRUNKLINE_COMMAND"] = "ruby -e '$stdin.read'"
    expect { described_class.start(timeout: 0.5) }.to raise_error(Trunkline::Unreachable, /within 0.5 s/)
  end

  it "refuses an address that is none" do
    expect { described_class.connect("localhost:4010") }.to raise_error(ArgumentError, /Try: http/)
  end
end
