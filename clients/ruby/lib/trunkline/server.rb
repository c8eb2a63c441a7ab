# frozen_string_literal: true

module Trunkline
  # A server, and what holds for all that use it.
  class Server
    attr_reader :control, :clock, :faults

    def initialize(control, process = nil)
      @control = control
      @process = process
      @clock = Clock.new(control)
      @faults = Faults.new(control)
    end

    def url = control.url

    # Stops the server where it was started here; a second time does nothing.
    def close = @process&.stop

    # Opens an account with numbers of its own: one unless said. `type` is Full or Trial.
    def account(numbers: nil, name: nil, type: nil)
      Account.new(self, control.ask("POST", "/accounts", body: { numbers: numbers, friendlyName: name, type: type }.compact))
    end

    def env = { "TRUNKLINE_URL" => url, "TRUNKLINE_CONTROL_TOKEN" => control.token }.compact

    # Waits until nothing that is due is left to do.
    def settle(timeout: USUAL_TIMEOUT) = Report.settle(control, nil, timeout)

    # Takes note of everything that the server has; gives the id to `restore`.
    def snapshot = control.ask("POST", "/snapshots")["id"]

    def restore(snapshot)
      control.mind_others("Snapshots")
      control.ask("POST", "/snapshots/#{snapshot}/restore")
    end

    # Goes back to how the server was right after it had started on an empty database.
    def reset
      control.mind_others("Resets")
      control.ask("POST", "/reset")
    end
  end
end
