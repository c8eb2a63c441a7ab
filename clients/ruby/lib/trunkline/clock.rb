# frozen_string_literal: true

require "time"

module Trunkline
  # The clock of the server: what falls due obeys it.
  class Clock
    def initialize(control)
      @control = control
    end

    def now = Time.iso8601(@control.ask("GET", "/clock")["now"])

    def freeze(at: nil) = move("freeze", { at: at&.utc&.iso8601(3) }.compact)

    def resume = move("resume")

    # Moves it on, by seconds or a text such as "24h", and lets all that falls due on the way happen. Fails when that is not done in time.
    def advance(by = nil, to: nil, timeout: LONGEST_ANSWER)
      body = { by: by, to: to&.utc&.iso8601(3), timeout: timeout }.compact
      found = move("advance", body, timeout + LONGEST_ANSWER)
      return found if found["settled"]

      left = found["pending"].map { |job| "  #{Report.job(job)}" }
      raise NotInTime, "Not all that was due is done after #{timeout} s. Still to be done:\n#{left.join("\n")}"
    end

    private

    def move(act, body = {}, longest = LONGEST_ANSWER)
      @control.mind_others("The hands of the clock")
      @control.ask("POST", "/clock/#{act}", body: body, longest: longest)
    end
  end
end
