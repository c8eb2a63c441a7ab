import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Sends a message by HttpURLConnection, and another by java.net.http. */
public class Plain {
    public static void main(String[] words) throws Exception {
        String sid = System.getenv("TWILIO_ACCOUNT_SID");
        String url = "https://api.twilio.com/2010-04-01/Accounts/" + sid + "/Messages.json";
        String authorization = "Basic " + Base64.getEncoder().encodeToString((sid + ":" + System.getenv("TWILIO_AUTH_TOKEN")).getBytes());
        String type = "application/x-www-form-urlencoded";
        String form = "To=%2B15558675310&From=" + encoded(System.getenv("TWILIO_PHONE_NUMBER")) + "&Body=" + encoded(System.getenv("BODY"));

        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Authorization", authorization);
        connection.setRequestProperty("Content-Type", type);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(form.getBytes());
        }
        try (InputStream in = connection.getInputStream()) {
            System.out.println(connection.getResponseCode() + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }

        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", authorization).header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(form)).build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode() + " " + answer.body());
        if (answer.statusCode() != 201) System.exit(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
