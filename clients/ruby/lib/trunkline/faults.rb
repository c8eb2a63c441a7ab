# frozen_string_literal: true

module Trunkline
  # Faults on demand, of an account or of the whole server.
  class Faults
    def initialize(control, account_sid = nil)
      @control = control
      @account_sid = account_sid
    end

    # `add("webhook", "delay", match: { kind: "status" }, ms: 500)`; it happens so many `times`, or until it is removed.
    def add(on, act, match: {}, name: nil, probability: nil, times: nil, **effect)
      mind_others
      numbers = match.compact.transform_values { |value| value.is_a?(Phone) ? value.number : value }
      fault = { on: on, match: numbers, effect: { do: act, **effect }, name: name, probability: probability, count: times }
      @control.ask("POST", "/faults", body: { **fault, accountSid: @account_sid }.compact)
    end

    # Lets the next message fail after it was accepted: `next_message(to: phone, code: 30005)`.
    def next_message(to: nil, from: nil, status: "undelivered", code: 30_003)
      add("carrier", "fail", match: { to: to, from: from }, times: 1, status: status, code: code)
    end

    # Lets the next such request be answered with an error: `api("POST /Messages*", status: 429, code: 20429)`.
    def api(request, status:, times: 1, **more)
      method, path = request.split(" ", 2)
      add("api", "answer", match: { method: method, path: path }, times: times, status: status, **more)
    end

    # Adds those of a preset: "carrier-outage", "flaky-webhook" ...
    def preset(name, **more)
      mind_others
      @control.ask("POST", "/fault-presets/#{name}", body: { account: @account_sid, **more }.compact)["faults"]
    end

    def list = @control.ask("GET", "/faults", query: { account: @account_sid })["faults"]

    def clear
      mind_others
      @control.ask("DELETE", "/faults", query: { account: @account_sid })
    end

    private

    def mind_others = @account_sid || @control.mind_others("Faults of all accounts")
  end
end
