package dev.carillon.load.run;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Whether all pages of the board show at the end what the server says. Used by the run's thread. */
final class Convergence {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final int OK = 200;

    private Convergence() {}

    /** Counts the pages that show something else. Returns why the state could not be had, an empty text when it could. */
    static String check(Run run, Lanes lanes) throws InterruptedException {
        boolean[] state = new boolean[run.streams().total()];
        String failure = read(run.plan().backEnd().stateUrl(), state);
        if (!failure.isEmpty()) {
            return failure;
        }
        lanes.each(lane -> lane.roster.forEach(client -> {
            if (client instanceof BoardPage page && !page.shows(state)) {
                lane.counters.diverged++;
            }
        }));
        return "";
    }

    private static String read(String url, boolean[] state) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                return url + ": HTTP " + response.statusCode();
            }
            JsonArray array = new JsonObject(response.body()).getJsonArray("state");
            for (int i = 0; i < state.length; i++) {
                state[i] = array.getBoolean(i);
            }
            return "";
        } catch (IOException e) {
            return url + ": " + e;
        } catch (DecodeException
                | ClassCastException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NullPointerException e) {
            return url + ": not a board's state";
        }
    }
}
