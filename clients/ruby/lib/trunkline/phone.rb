# frozen_string_literal: true

require "time"

module Trunkline
  # A text that reached a phone; `match` is where the pattern was found that it was waited for with.
  Message = Struct.new(:id, :at, :from, :to, :body, :media_urls, :sid, :match, keyword_init: true)

  # What became of a text that a phone sent.
  Outcome = Struct.new(:message_sid, :webhooks, :replies, :alerts, keyword_init: true) do
    # With what the application answered last; nil where it did not, or was not asked.
    def status = webhooks.last&.fetch("responseStatus")

    def twiml = webhooks.last&.fetch("responseBody").to_s

    def texts = replies.map { |reply| reply["body"] }
  end

  # A virtual phone. Each text is given out once: a wait never sees again what an earlier one returned.
  class Phone
    attr_reader :number

    def initialize(account, number, cursor = nil)
      @account = account
      @control = account.control
      @number = number
      @cursor = cursor
      @unseen = []
    end

    # Waits for a text that was not given out yet: the first, or the first that fits a pattern, or for which the block says yes.
    def wait_for_message(pattern = nil, timeout: USUAL_TIMEOUT, &wanted)
      ends = now + timeout
      until (found = @unseen.find { |one| fits?(one, pattern, &wanted) })
        left = ends - now
        break if left <= 0

        take([left.ceil, LONGEST_WAIT].min)
      end
      raise NotInTime, not_come(pattern, timeout) unless found

      @unseen.delete(found)
      @partner = found.from
      found
    end

    # Fails when a text has come that was not given out yet. It does not wait: all that is due happens first. `within` moves the
    # clock of the server on so far.
    def expect_no_message(pattern = nil, within: nil)
      within ? @account.clock.advance(within) : @account.settle
      take(0)
      came = @unseen.select { |one| fits?(one, pattern) }
      raise NotAsWanted, "No #{wish(pattern)} was to reach #{number}, and there came:\n#{lines(came)}" unless came.empty?
    end

    # Everything that reached it until now, oldest first.
    def messages = read(control_messages(limit: PAGE))

    # Sends a text to a number of the account, and waits until the application has answered it. A medium is an address, or its type
    # and bytes: `["image/png", png]`.
    def send_message(body = "", to: @account.phone_number, media: [], timeout: USUAL_TIMEOUT)
      files = media.map { |one| one.is_a?(String) ? { url: one } : { contentType: one[0], base64: [one[1]].pack("m0") } }
      said = { to: to, body: body }.merge(files.empty? ? {} : { media: files })
      id = @control.ask("POST", "/phones/#{number}/messages", body: said)["id"]
      found = outcome(id, timeout)
      raise NotInTime, explain("\"#{body}\" to #{to} was not answered within #{timeout} s.") unless found["settled"]
      raise NotAsWanted, explain("\"#{body}\" reached nobody: #{to} belongs to no account.") if found["stray"]

      Outcome.new(message_sid: found["messageSid"], webhooks: found["webhooks"], replies: found["replies"], alerts: found["alerts"])
    end

    # Sends a text to whoever wrote the text that was given out last.
    def reply(body, timeout: USUAL_TIMEOUT)
      raise NotAsWanted, "#{number} has nobody to reply to. Try: wait_for_message first, or send_message." unless @partner

      send_message(body, to: @partner, timeout: timeout)
    end

    # Changes how it behaves: `behaves(behaviour: "offline")`, and who takes its calls: `answers: "by-hand"`.
    def behaves(**wishes)
      @control.ask("PUT", "/phones/#{number}", body: wishes)
      self
    end

    # Calls a number of the account, and gives the SID of the call.
    def call(to: @account.phone_number) = @control.ask("POST", "/phones/#{number}/calls", body: { to: to })["callSid"]

    # What it does in a call: `in_call(sid, "digits", digits: "1")`, "speech", "answer", "reject", "hang-up".
    def in_call(sid, act, **body) = @control.ask("POST", "/phones/#{number}/calls/#{sid}/#{act}", body: body.empty? ? nil : body)

    private

    def now = ::Process.clock_gettime(::Process::CLOCK_MONOTONIC)

    def control_messages(**query)
      longest = query.fetch(:wait, 0) + LONGEST_ANSWER
      @control.ask("GET", "/phones/#{number}/messages", query: query, longest: longest)["messages"]
    end

    def take(wait)
      found = read(control_messages(after: @cursor, limit: PAGE, wait: wait))
      @cursor = found.last.id unless found.empty?
      @unseen.concat(found)
    end

    def read(found)
      found.map do |one|
        id, at, from, to, body, media_urls, sid = one.values_at("id", "at", "from", "to", "body", "mediaUrls", "messageSid")
        Message.new(id: id, at: Time.iso8601(at), from: from, to: to, body: body, media_urls: media_urls, sid: sid)
      end
    end

    def outcome(id, timeout)
      ends = now + timeout
      loop do
        wait = (ends - now).ceil.clamp(0, LONGEST_WAIT)
        at = "/phones/#{number}/messages/#{id}/outcome"
        found = @control.ask("GET", at, query: { wait: wait }, longest: wait + LONGEST_ANSWER)
        return found if found["settled"] || now >= ends
      end
    end

    def fits?(message, pattern)
      return false if block_given? && !yield(message)

      message.match = pattern && message.body.match(pattern)
      pattern.nil? || !message.match.nil?
    end

    def wish(pattern) = pattern ? "text matching #{pattern.inspect}" : "text"

    def lines(messages) = messages.last(TOLD).map { |one| "  \"#{one.body}\" from #{one.from}" }.join("\n")

    def not_come(pattern, timeout)
      instead = @unseen.empty? ? "  nothing" : lines(@unseen)
      explain("No #{wish(pattern)} reached #{number} within #{timeout} s.\nWhat arrived instead:\n#{instead}")
    end

    def explain(what) = Report.explain(@control, what, @account.credentials, "/phones/#{number}/messages?direction=all")
  end
end
