package dev.carillon.testing;

import dev.carillon.Instance;
import dev.carillon.config.ConfigLoader;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Real instances in this JVM, on free ports; stopped after each test, which fails when one of them counted a bug. Register as an
 * instance field with {@code @RegisterExtension}.
 */
public final class Instances implements AfterEachCallback {
    private static final int SECONDS = 20;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<Instance> running = new ArrayList<>();
    private boolean bugsExpected;

    /**
     * Starts an instance on the shared Redis.
     *
     * @param settings key and value in turns, as {@code "socket.pingInterval", "100ms"}; override the tests' defaults
     */
    public Instance start(String... settings) {
        Map<String, String> values = new LinkedHashMap<>(Map.of(
                "server.port", "0",
                "server.host", "127.0.0.1",
                "server.drainWindow", "0s",
                "echo.enabled", "true",
                "http.requestsPerMinute", "0",
                "management.crashRoute", "true"));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        values.computeIfAbsent("redis.url", key -> RedisExtension.url());
        Instance instance = await(Instance.start(ConfigLoader.of(values)));
        running.add(instance);
        return instance;
    }

    /** Stops an instance before the test ends. */
    public void stop(Instance instance) {
        leave(instance);
        await(instance.stop());
    }

    /** The test stops the instance itself. */
    public void leave(Instance instance) {
        checkBugs(instance);
        running.remove(instance);
    }

    /** The test makes verticles or endpoints fail on purpose. */
    public void expectBugs() {
        bugsExpected = true;
    }

    /** The first port of an instance. */
    public static int port(Instance instance) {
        return instance.ports().get(0);
    }

    /** The value of a meter, summed over its labels' values but for those that {@code labels} names; 0 when there is none. */
    public static double metric(Instance instance, String name, String... labels) {
        return metric(instance.managementPort(), name, labels);
    }

    /** As {@link #metric(Instance, String, String...)}, of the instance that has this management port. */
    public static double metric(int managementPort, String name, String... labels) {
        double sum = 0;
        Matcher lines = Pattern.compile("^" + Pattern.quote(name) + "(\\{[^}]*})? (\\S+)$", Pattern.MULTILINE)
                .matcher(get(managementPort, "/metrics").body());
        while (lines.find()) {
            String found = String.valueOf(lines.group(1));
            boolean matches = true;
            for (int i = 0; i < labels.length; i += 2) {
                matches &= found.contains(labels[i] + "=\"" + labels[i + 1] + "\"");
            }
            if (matches) {
                sum += Double.parseDouble(lines.group(2));
            }
        }
        return sum;
    }

    /** Asks a port of this machine. */
    public static HttpResponse<String> get(int port, String path) {
        return send(HttpRequest.newBuilder(uri(port, path)));
    }

    public static HttpResponse<String> post(int port, String path) {
        return send(HttpRequest.newBuilder(uri(port, path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** The result of a future, within bounds. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<Instance> left = List.copyOf(running);
        running.clear();
        try {
            left.forEach(this::checkBugs);
        } finally {
            left.forEach(instance -> await(instance.stop()));
        }
    }

    private void checkBugs(Instance instance) {
        double bugs = metric(instance, "carillon_bugs_total");
        if (bugs > 0 && !bugsExpected) {
            throw new AssertionError("The instance counted " + bugs + " bugs");
        }
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(
                    request.timeout(Duration.ofSeconds(SECONDS)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
