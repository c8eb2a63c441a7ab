# frozen_string_literal: true

module Trunkline
  # What is said when something did not come.
  module Report
    class << self
      def explain(control, what, credentials, path)
        sid = credentials&.first
        [
          what,
          *asked("Still to be done") { jobs(control, sid) },
          *asked("Requests to the application that failed") { failed(control, sid).first(TOLD) },
          *asked("Alerts") { credentials ? alerts(control, credentials) : [] },
          *asked("Requests to the API that were refused") { refused(control, sid) },
          *section("Look at", ["#{control.url}/_trunkline/v1#{path}"])
        ].join("\n")
      end

      def settle(control, credentials, timeout)
        sid = credentials&.first
        body = { account: sid, timeout: timeout }.compact
        return if control.ask("POST", "/settle", body: body, longest: timeout + LONGEST_ANSWER)["settled"]

        raise NotInTime, explain(control, "Not all that is due is done after #{timeout} s.", credentials, "/webhooks?account=#{sid}")
      end

      def refused(control, sid, not_implemented = nil)
        query = { account: sid, limit: TOLD, notImplemented: not_implemented }
        control.ask("GET", "/requests", query: query)["requests"].map do |one|
          "#{one["method"]} #{one["path"]} -> #{one["status"]} (#{[one["code"], one["message"]].compact.join(": ")})"
        end
      end

      # Those that got no answer, or a 5xx: a refusal of the application (4xx) may be what is tested.
      def broken(control, sid) = failed(control, sid) { |one| one["responseStatus"].nil? || one["responseStatus"] >= 500 }

      def section(title, found) = found.empty? ? [] : ["#{title}:", *found.map { |line| "  #{line}" }]

      def job(one) = "#{[one["deed"], one["subject"]].compact.join(" of ")}, due #{one["due"]}"

      private

      def jobs(control, sid) = control.ask("GET", "/jobs", query: { account: sid, limit: TOLD })["jobs"].map { |one| job(one) }

      def failed(control, sid, &choose)
        found = control.ask("GET", "/webhooks", query: { account: sid, failed: true, limit: PAGE })["webhooks"]
        found.select(&choose || proc { true }).map do |one|
          "#{one["method"]} #{one["url"]} -> #{one["responseStatus"] || "no answer"} (#{one["errorCode"]}: #{one["error"]})"
        end
      end

      # What was wrong with answers that came; those that did not (112xx) are among the requests that failed.
      def alerts(control, credentials)
        path = "/2010-04-01/Accounts/#{credentials.first}/Notifications.json"
        found = control.rest("GET", path, credentials, query: { PageSize: TOLD })["notifications"]
        found.reject { |one| one["error_code"].start_with?("112") }.map do |one|
          "#{one["error_code"]}: #{URI.decode_www_form(one["message_text"]).to_h["Msg"]}, at #{one["request_url"]}"
        end
      end

      def asked(title)
        section(title, yield)
      rescue Refused, Unreachable => e
        section(title, ["cannot be had: #{e.message}"])
      end
    end
  end
end
