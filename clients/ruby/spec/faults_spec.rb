# frozen_string_literal: true

require_relative "application"

RSpec.describe "faults", :trunkline do
  let(:phone) { trunkline.phone }

  it "let the next message fail" do
    trunkline.faults.next_message(to: phone, code: 30_005)
    sid = text(trunkline, phone, "lost")
    trunkline.settle
    expect(trunkline.control.ask("GET", "/messages/#{sid}")["message"]).to include("status" => "undelivered", "errorCode" => 30_005)
  end

  it "let a request be refused once" do
    trunkline.faults.api("POST /Messages*", status: 429, code: 20_429)
    expect { text(trunkline, phone, "too fast") }.to raise_error(Trunkline::Refused, /429/)
    text(trunkline, phone, "again")
    expect(trunkline.faults.list.map { |one| one["done"] }).to eq [1]
    trunkline.faults.clear
    expect(trunkline.faults.list).to eq []
  end

  it "come in presets" do
    expect(trunkline.faults.preset("carrier-outage").map { |one| one["accountSid"] }.uniq).to eq [trunkline.sid]
  end
end
