import os
from twilio.rest import Client

client = Client(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])
message = client.messages.create(to="+15558675310", from_=os.environ["TWILIO_PHONE_NUMBER"], body=os.environ["BODY"])
print(message.sid)
