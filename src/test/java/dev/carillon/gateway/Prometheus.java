package dev.carillon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Instances;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real Prometheus on compose/prometheus/prometheus.yml, whose targets and interval alone are replaced. The environment's
 * {@code PROMETHEUS} says where it is.
 */
final class Prometheus implements AutoCloseable {
    private static final Path FILES = Path.of("compose/prometheus");

    private final int port = RedisServer.freePort();
    private final Process process;

    private Prometheus(Path folder, Path configuration) throws IOException {
        process = new ProcessBuilder(
                        Optional.ofNullable(System.getenv("PROMETHEUS")).orElse("prometheus"),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.txt").toFile())
                .start();
    }

    /** @param targets ports of this machine that are scraped every second */
    static Prometheus start(Path folder, List<Integer> targets) throws IOException {
        List<String> addresses =
                targets.stream().map(target -> "'127.0.0.1:" + target + "'").toList();
        String configuration = Files.readString(FILES.resolve("prometheus.yml"))
                .replaceFirst("targets:(\\s+- carillon-\\d+:\\d+){12}", "targets: " + addresses)
                .replace("scrape_interval: 5s", "scrape_interval: 1s");
        assertThat(configuration).contains("targets: [").contains("interval: 1s");
        Path copy = folder.resolve("prometheus.yml");
        Files.writeString(copy, configuration);
        Files.copy(FILES.resolve("rules.yml"), folder.resolve("rules.yml"));
        Prometheus prometheus = new Prometheus(folder, copy);
        Awaitility.await().atMost(30, TimeUnit.SECONDS).ignoreExceptions().until(() -> prometheus.isReady(folder));
        return prometheus;
    }

    /** The values that a query has now; none when it finds nothing. */
    List<Double> ask(String query) {
        String answer = Instances.get(port, "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .body();
        JsonObject json = new JsonObject(answer);
        assertThat(json.getString("status")).as(query + ": " + answer).isEqualTo("success");
        JsonArray series = json.getJsonObject("data").getJsonArray("result");
        return series.stream()
                .map(one -> ((JsonObject) one).getJsonArray("value").getString(1))
                .map(Double::valueOf)
                .toList();
    }

    /** Names of the alerts that it knows and could compute. */
    List<String> alerts() {
        JsonArray groups = new JsonObject(Instances.get(port, "/api/v1/rules").body())
                .getJsonObject("data")
                .getJsonArray("groups");
        return groups.stream()
                .flatMap(group -> ((JsonObject) group).getJsonArray("rules").stream())
                .map(JsonObject.class::cast)
                .filter(rule -> rule.getString("health").equals("ok"))
                .map(rule -> rule.getString("name"))
                .toList();
    }

    private boolean isReady(Path folder) throws IOException {
        assertThat(process.isAlive())
                .as(Files.readString(folder.resolve("prometheus.txt")))
                .isTrue();
        return Instances.get(port, "/-/ready").statusCode() == 200;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
