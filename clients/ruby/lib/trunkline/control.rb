# frozen_string_literal: true

require "json"
require "net/http"
require "uri"

module Trunkline
  # How the server is asked: its control API, and the REST API of an account.
  class Control
    attr_reader :url, :token
    # Whether other tests use the server, too.
    attr_accessor :shared

    def initialize(url, token = nil)
      raise ArgumentError, "\"#{url}\" is no address of a server. Try: #{USUAL_URL}" unless url.match?(%r{\Ahttps?://})

      @url = url.chomp("/")
      @token = token
    end

    def ask(method, path, body: nil, query: {}, longest: LONGEST_ANSWER)
      headers = token ? { "Authorization" => "Bearer #{token}" } : {}
      headers["Content-Type"] = "application/json" if body
      request(method, "/_trunkline/v1#{path}", query, headers, body && JSON.generate(body), longest)
    end

    # `credentials` are the SID and the token of an account.
    def rest(method, path, credentials, form: nil, query: {})
      headers = { "Authorization" => "Basic #{[credentials.join(":")].pack("m0")}" }
      headers["Content-Type"] = "application/x-www-form-urlencoded" if form
      request(method, path, query, headers, form && URI.encode_www_form(form), LONGEST_ANSWER)
    end

    # Refuses what would happen to the other tests of a server.
    def mind_others(what)
      return unless shared

      raise NotAlone, "#{what} are for all who use this server, and other tests do. Try: trunkline: { own_server: true }"
    end

    private

    def request(method, path, query, headers, body, longest)
      said = URI.encode_www_form(query.compact)
      uri = URI("#{url}#{path}#{"?#{said}" unless said.empty?}")
      # Without a proxy: those of the environment are meant for other hosts.
      http = Net::HTTP.new(uri.host, uri.port, nil)
      http.use_ssl = uri.scheme == "https"
      http.open_timeout = http.read_timeout = longest
      # A request that is made twice would send twice.
      http.max_retries = 0
      answer = http.send_request(method, uri.request_uri, body, headers)
      return answer.body.to_s.empty? ? nil : JSON.parse(answer.body) if answer.is_a?(Net::HTTPSuccess)

      raise Refused.new("The server refused: #{reason(answer)} (#{answer.code}).", answer.code.to_i)
    rescue SystemCallError, SocketError, IOError, Timeout::Error => e
      raise Unreachable, "No server answers at #{url}: #{e.message}. Try: `trunkline start`, or TRUNKLINE_URL."
    end

    def reason(answer)
      said = JSON.parse(answer.body.to_s)
      said["error"] || said.fetch("message")
    rescue JSON::ParserError, KeyError, TypeError, NoMethodError
      "what answers at #{url} is no Trunkline, or an older one"
    end
  end
end
