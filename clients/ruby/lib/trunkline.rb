# frozen_string_literal: true

# Tests a program that sends and receives messages, against a Trunkline server.
module Trunkline
  USUAL_URL = "http://127.0.0.1:4010"
  # How long something is waited for unless said, in seconds.
  USUAL_TIMEOUT = 5
  # How long an answer may take beyond what the server was asked to wait, and how long that may be, in seconds.
  LONGEST_ANSWER = 30
  LONGEST_WAIT = 60
  PAGE = 1000
  TOLD = 5

  class Error < StandardError; end

  # The server did not do what it was asked, and says why.
  class Refused < Error
    attr_reader :status

    def initialize(message, status)
      super(message)
      @status = status
    end
  end

  # Other tests use this server, too, and what was asked for would happen to them.
  class NotAlone < Error; end

  # No server answers, or none could be started.
  class Unreachable < Error; end

  # What a test waited for did not come.
  class NotInTime < Error; end

  # Something happened that a test did not want.
  class NotAsWanted < Error; end

  class << self
    # Starts a server, with a database in memory; it ends with this process at the latest. The command is that of
    # TRUNKLINE_COMMAND, else `trunkline` of the PATH, else `npx trunkline`.
    def start(env: {}, timeout: 30)
      process = Process.new(env, timeout)
      Server.new(Control.new(process.url, env["TRUNKLINE_CONTROL_TOKEN"] || token), process)
    end

    # A server that runs, at TRUNKLINE_URL unless said.
    def connect(url = ENV.fetch("TRUNKLINE_URL", USUAL_URL), token: self.token) = Server.new(Control.new(url, token))

    def token = ENV.fetch("TRUNKLINE_CONTROL_TOKEN", nil)
  end
end

require_relative "trunkline/control"
require_relative "trunkline/report"
require_relative "trunkline/clock"
require_relative "trunkline/faults"
require_relative "trunkline/phone"
require_relative "trunkline/account"
require_relative "trunkline/process"
require_relative "trunkline/server"
