package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
)

func main() {
	sid := os.Getenv("TWILIO_ACCOUNT_SID")
	form := url.Values{"To": {"+15558675310"}, "From": {os.Getenv("TWILIO_PHONE_NUMBER")}, "Body": {os.Getenv("BODY")}}
	request, _ := http.NewRequest("POST", "https://api.twilio.com/2010-04-01/Accounts/"+sid+"/Messages.json", strings.NewReader(form.Encode()))
	request.SetBasicAuth(sid, os.Getenv("TWILIO_AUTH_TOKEN"))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	defer answer.Body.Close()
	var message struct{ Sid string }
	if json.NewDecoder(answer.Body).Decode(&message) != nil || message.Sid == "" {
		os.Exit(1)
	}
	fmt.Println(message.Sid)
}
