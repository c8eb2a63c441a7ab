# frozen_string_literal: true

require_relative "application"

RSpec.describe "the clock", trunkline: { own_server: true } do
  it "moves, and what falls due on the way happens" do
    phone = trunkline.phone(behaviour: "slow")
    trunkline.clock.freeze
    before = trunkline.clock.now
    text(trunkline, phone, "slow")
    phone.expect_no_message(within: "10s")
    trunkline.clock.advance("1h")
    expect(trunkline.clock.now - before).to eq 3610
    expect(phone).to have_received_message("slow")
    expect { trunkline.clock.advance(to: before) }.to raise_error(Trunkline::Refused)
    trunkline.clock.resume
  end
end
