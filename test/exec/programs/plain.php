<?php
// Sends a message without the SDK: plain.php curl|streams
$sid = getenv('TWILIO_ACCOUNT_SID');
$url = "https://api.twilio.com/2010-04-01/Accounts/$sid/Messages.json";
$form = http_build_query(['To' => '+15558675310', 'From' => getenv('TWILIO_PHONE_NUMBER'), 'Body' => getenv('BODY')]);
$credentials = $sid . ':' . getenv('TWILIO_AUTH_TOKEN');

if ($argv[1] === 'curl') {
    $curl = curl_init($url);
    curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $form, CURLOPT_USERPWD => $credentials, CURLOPT_RETURNTRANSFER => true, CURLOPT_HEADER => true]);
    $answer = curl_exec($curl);
    if ($answer === false) exit(curl_error($curl));
    // As the SDK finds the answer behind that of the proxy.
    $parts = explode("\r\n\r\n", $answer, 3);
    $body = preg_match('/\AHTTP\/1.\d 200 Connection established\Z/', $parts[0]) ? $parts[2] : $parts[1];
} else {
    $http = ['method' => 'POST', 'content' => $form, 'header' => "Content-Type: application/x-www-form-urlencoded\r\nAuthorization: Basic " . base64_encode($credentials)];
    stream_context_set_default(['http' => $http]);
    $body = file_get_contents($url);
}
$message = json_decode((string) $body, true);
if (!isset($message['sid'])) exit(1);
echo $message['sid'], "\n";
