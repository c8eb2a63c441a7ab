# frozen_string_literal: true

Gem::Specification.new do |gem|
  gem.name = "trunkline"
  gem.version = "0.1.0"
  gem.summary = "Tests a program that sends and receives messages, against a Trunkline server."
  gem.license = "Apache-2.0"
  gem.authors = ["The Trunkline contributors"]
  gem.required_ruby_version = ">= 3.0"
  gem.files = Dir["lib/**/*.rb", "README.md"]
  gem.metadata["rubygems_mfa_required"] = "true"
end
