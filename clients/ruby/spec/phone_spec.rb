# frozen_string_literal: true

require_relative "application"

RSpec.describe "a phone", :trunkline do
  let(:phone) { trunkline.phone }

  it "receives what the application sends" do
    sid = text(trunkline, phone, "Your code is 123456")
    message = phone.wait_for_message(/code is (\d{6})/, timeout: 5)
    expect([message.match[1], message.from, message.to, message.sid]).to eq ["123456", trunkline.phone_number, phone.number, sid]
    expect(message.at).to be_within(60).of(Time.now)
  end

  it "gives out each text once, and keeps those that were passed over" do
    ["Welcome!", "code 1111", "code 2222"].each do |body|
      text(trunkline, phone, body)
      trunkline.settle
    end
    expect(phone.wait_for_message(/code/).body).to eq "code 1111"
    expect(phone.wait_for_message { |one| one.body.end_with?("2222") }.body).to eq "code 2222"
    expect(phone.wait_for_message.body).to eq "Welcome!"
    phone.expect_no_message
    expect(phone.messages.map(&:body)).to eq ["Welcome!", "code 1111", "code 2222"]
  end

  it "gives out only what comes now when it was there before" do
    text(trunkline, phone, "before")
    phone.wait_for_message
    again = trunkline.phone(phone.number)
    text(trunkline, phone, "now")
    expect(again.wait_for_message.body).to eq "now"
  end

  it "is what the matcher looks at" do
    text(trunkline, phone, "Hello, code 1234")
    expect(phone).to have_received_message(/code \d{4}/).within(5)
    expect(phone).not_to have_received_message(/code/)
    text(trunkline, phone, "an advertisement")
    expect { expect(phone).not_to have_received_message }
      .to raise_error(RSpec::Expectations::ExpectationNotMetError, /there came:\n  "an advertisement" from/)
  end

  it "tells what did not come with what came instead and what failed", trunkline: { allow: [:failed_webhooks] } do
    text(trunkline, phone, "Welcome!", StatusCallback: "http://127.0.0.1:1/status")
    trunkline.settle
    expect { text(trunkline, "nobody", "never") }.to raise_error(Trunkline::Refused, /\(400\)/)
    expect { expect(phone).to have_received_message(/code (\d+)/).within(1) }.to raise_error(
      RSpec::Expectations::ExpectationNotMetError
    ) { |error|
      expect(error.message).to include "No text matching /code (\\d+)/ reached #{phone.number} within 1 s."
      expect(error.message).to include "What arrived instead:\n  \"Welcome!\" from #{trunkline.phone_number}"
      expect(error.message).to include "that failed:\n  POST http://127.0.0.1:1/status -> no answer (11205"
      expect(error.message).to match %r{were refused:\n  POST /2010-04-01/Accounts/\S+ -> 400 \(21211}
      expect(error.message).to include "Look at:\n  #{trunkline.server.url}/_trunkline/v1/phones/"
    }
  end

  it "behaves as it is told" do
    lost = text(trunkline, trunkline.phone(behaviour: "offline"), "lost")
    trunkline.settle
    message = trunkline.control.ask("GET", "/messages/#{lost}")["message"]
    expect(message.values_at("status", "errorCode")).to eq ["undelivered", 30_003]
  end

  context "with an application" do
    let(:application) { Application.new("<Response><Message>Hello back</Message></Response>") }

    before { trunkline.webhook("#{application.url}/sms") }

    after { application.close }

    it "is answered" do
      outcome = phone.send_message("Hi there")
      expect([outcome.status, outcome.texts]).to eq [200, ["Hello back"]]
      expect(outcome.twiml).to include "<Message>"
      expect(application.asked.last).to include("Body" => "Hi there", "From" => phone.number)
      expect(phone.wait_for_message.body).to eq "Hello back"
      expect(phone.reply("Again").texts).to eq ["Hello back"]
      expect(trunkline.webhooks.map { |one| one["kind"] }).to eq %w[message message]
    end

    it "sends media" do
      phone.send_message("look", media: [["image/png", "a picture"]])
      expect(application.asked.last).to include("NumMedia" => "1", "MediaContentType0" => "image/png")
    end

    it "has its request made again, edited" do
      phone.send_message("first")
      again = trunkline.replay(trunkline.webhooks.first["id"], parameters: { "Body" => "edited" })
      expect(again).to include("kind" => "replay", "responseStatus" => 200)
      expect(application.asked.last).to eq("Body" => "edited")
    end
  end

  it "tells that an answer was at fault" do
    application = Application.new("<Response><Message>Hello")
    trunkline.webhook(application.url)
    phone.send_message("hello")
    expect { phone.wait_for_message(timeout: 0.5) }.to raise_error(Trunkline::NotInTime, /Alerts:\n  12100: .*, at #{application.url}/)
  ensure
    application&.close
  end

  it "reaches nobody at a number that nobody has, and replies to nobody before a text came" do
    expect { phone.send_message("anyone?", to: "+15552000000") }.to raise_error(Trunkline::NotAsWanted, /belongs to no account/)
    expect { phone.reply("hello?") }.to raise_error(Trunkline::NotAsWanted, /nobody to reply to/)
  end

  it "calls, and presses keys" do
    application = Application.new('<Response><Gather numDigits="1"><Say>Press 1.</Say></Gather></Response>')
    trunkline.webhook("#{application.url}/sms", voice: "#{application.url}/voice")
    sid = phone.call
    until_true { trunkline.control.ask("GET", "/calls/#{sid}")["transcript"].any? { |one| one["kind"] == "gathering" } }
    phone.in_call(sid, "digits", digits: "1")
    until_true { application.asked.size > 1 }
    expect(application.asked.last).to include("Digits" => "1")
    phone.in_call(sid, "hang-up")
  ensure
    application&.close
  end
end
