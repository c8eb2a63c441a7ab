# frozen_string_literal: true

require_relative "application"

RSpec.describe "a snapshot", trunkline: { own_server: true } do
  it "is gone back to, and a reset forgets everything" do
    phone = trunkline.phone
    snapshot = trunkline.server.snapshot
    text(trunkline, phone, "forgotten")
    trunkline.settle
    trunkline.server.restore(snapshot)
    expect(phone.messages).to eq []
    trunkline.server.reset
    expect { text(trunkline, phone, "nobody's") }.to raise_error(Trunkline::Refused)
  end
end
