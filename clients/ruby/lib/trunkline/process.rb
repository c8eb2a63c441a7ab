# frozen_string_literal: true

require "open3"
require "shellwords"
require "timeout"

module Trunkline
  # The process of a server that is started for the tests. It ends with its standard input, and so with this process, however that ends.
  class Process
    WORDS = %w[start --port 0 --database sqlite::memory: --output json --stop-with-input].freeze
    # Tests want answers at once; what is set in the environment holds all the same.
    QUICK = { "TRUNKLINE_SIMULATOR_DELAY" => "0", "TRUNKLINE_SIMULATOR_ANSWER" => "0", "TRUNKLINE_SENDER_RATE" => "0" }.freeze
    LONGEST_STOP = 15
    MOST_LINES = 200

    attr_reader :url

    def initialize(env, timeout)
      words = command
      settings = QUICK.reject { |name, _| ENV.key?(name) }.merge(env)
      # In a group of its own: a Ctrl-C is for the tests, which need the server until they have cleaned up.
      @input, @output, error, @waiter = Open3.popen3(settings, *words, *WORDS, pgroup: true)
      @log = []
      @reader = Thread.new { error.each_line(chomp: true) { |line| @log = [*@log.last(MOST_LINES - 1), line] } }
      @url = announced(timeout)
      # What comes later is read, so that the server can write it.
      Thread.new { @output.each_line { |line| line } }
    rescue SystemCallError => e
      raise Unreachable, "`#{words.join(" ")}` cannot be run: #{e.message}. #{how}"
    rescue Unreachable
      stop
      raise
    end

    def stop
      @input.close unless @input.closed?
      %w[TERM KILL].each do |signal|
        break if @waiter.join(LONGEST_STOP)

        ::Process.kill(signal, -@waiter.pid)
      rescue Errno::ESRCH
        # It has ended meanwhile.
        break
      end
      @waiter.join(LONGEST_STOP)
    end

    private

    def command
      given = ENV.fetch("TRUNKLINE_COMMAND", nil)
      return Shellwords.split(given) if given

      # Only what is installed: a test run downloads nothing.
      on_path?("trunkline") ? ["trunkline"] : %w[npx --no trunkline]
    end

    def on_path?(name) = ENV.fetch("PATH", "").split(File::PATH_SEPARATOR).any? { |one| File.executable?(File.join(one, name)) }

    def announced(timeout)
      before = []
      Timeout.timeout(timeout, Unreachable, "The server did not say where it is within #{timeout} s.") do
        while before.size < MOST_LINES && (line = @output.gets)
          found = line[/"url":"([^"]+)"/, 1]
          return found if found

          before << line
        end
      end
      @reader.join(1)
      raise Unreachable, ["No server was started.", *before, *@log, how].join("\n")
    end

    def how = "Try: npm install --save-dev trunkline, or TRUNKLINE_COMMAND with the command that runs it."
  end
end
