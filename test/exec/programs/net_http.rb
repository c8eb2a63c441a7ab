require 'json'
require 'net/http'

sid = ENV.fetch('TWILIO_ACCOUNT_SID')
uri = URI("https://api.twilio.com/2010-04-01/Accounts/#{sid}/Messages.json")
request = Net::HTTP::Post.new(uri)
request.basic_auth(sid, ENV.fetch('TWILIO_AUTH_TOKEN'))
request.set_form_data('To' => '+15558675310', 'From' => ENV.fetch('TWILIO_PHONE_NUMBER'), 'Body' => ENV.fetch('BODY'))
answer = Net::HTTP.start(uri.host, uri.port, use_ssl: true) { |http| http.request(request) }
puts JSON.parse(answer.body).fetch('sid')
