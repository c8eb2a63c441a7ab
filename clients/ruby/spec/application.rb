# frozen_string_literal: true

require "socket"
require "uri"

# What the specs have for an application: it answers everything so, and notes what it was asked.
class Application
  attr_reader :asked, :url

  def initialize(twiml = "<Response/>", status: 200)
    @asked = []
    @answer = "HTTP/1.1 #{status} So\r\nContent-Type: text/xml\r\nContent-Length: #{twiml.bytesize}\r\nConnection: close\r\n\r\n#{twiml}"
    @server = TCPServer.new("127.0.0.1", 0)
    @url = "http://127.0.0.1:#{@server.addr[1]}"
    @thread = Thread.new { serve }
  end

  def close
    @thread.kill
    @server.close
  end

  private

  def serve
    loop do
      socket = @server.accept
      head = socket.gets("\r\n\r\n")
      @asked << URI.decode_www_form(socket.read(head[/content-length: (\d+)/i, 1].to_i)).to_h
      socket.write(@answer)
      socket.close
    end
  end
end

# Asks the API to send a text, as an application does; gives its SID.
def text(account, phone, body, **form)
  given = { To: phone.respond_to?(:number) ? phone.number : phone, From: account.phone_number, Body: body, **form }
  account.control.rest("POST", "/2010-04-01/Accounts/#{account.sid}/Messages.json", account.credentials, form: given)["sid"]
end

# Looks until something is so, and fails when it is not within ten seconds.
def until_true
  500.times { yield ? (return true) : sleep(0.02) }
  raise "It did not come to be."
end
