package dev.carillon.gateway;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.gateway.Nginx.LogLine;
import dev.carillon.testing.FreePorts;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The files of nginx/ in front of one instance that serves twelve ports, as conf/cluster.json has it. */
@ExtendWith(RedisExtension.class)
final class GatewayIT {
    private static final int INSTANCES = 12;
    private static final int CLIENTS_EACH = 100;

    @TempDir
    Path folder;

    @RegisterExtension
    final Instances instances = new Instances();

    private final int first = FreePorts.row(INSTANCES);
    private final List<WsClient> clients = new ArrayList<>();
    private Nginx nginx;

    @BeforeEach
    void prepare() {
        nginx = Nginx.prepare(
                folder, IntStream.range(first, first + INSTANCES).boxed().toList());
    }

    @AfterEach
    void close() {
        closeClients();
        nginx.close();
    }

    @Test
    void shouldGiveEachInstanceItsShareAndReachEverybody() {
        serve();
        nginx.start();
        for (int i = 0; i < INSTANCES * CLIENTS_EACH; i++) {
            open(source(i % INSTANCES), "/chat");
        }
        clients.get(0).sendText("ding");
        for (WsClient client : clients) {
            assertThat(client.readText()).endsWith("] ding");
        }
        closeClients();
        awaitLog(INSTANCES * CLIENTS_EACH);
        assertThat(connectionsByPort())
                .hasSize(INSTANCES)
                .allSatisfy((port, connections) -> assertThat(connections).isEqualTo(CLIENTS_EACH));
        assertThat(nginx.log()).allSatisfy(line -> {
            assertThat(line.request()).isEqualTo("GET /chat HTTP/1.1");
            assertThat(line.status()).isEqualTo(101);
        });
    }

    @Test
    void shouldSendAClientBackToItsInstanceAndMoveOnlyThoseOfADrainedOne() {
        serve();
        nginx.start();
        Map<String, Integer> before = visit(0);
        assertThat(visit(INSTANCES)).isEqualTo(before);
        assertThat(before.values()).doesNotHaveDuplicates();
        String server = "server 127.0.0.1:" + (first + 3) + " max_fails=0";
        nginx.replace("carillon/machine/instances.conf", server, server + " down")
                .reload();
        Map<String, Integer> drained = visit(2 * INSTANCES);
        before.forEach((source, port) -> {
            if (port == first + 3) {
                assertThat(drained.get(source)).isNotEqualTo(port);
            } else {
                assertThat(drained.get(source)).isEqualTo(port);
            }
        });
    }

    @Test
    void shouldTakeTurnsInRoundRobin() {
        serve();
        nginx.replace("nginx.conf", "include carillon/ip-hash.conf;", "include carillon/round-robin.conf;")
                .start();
        open(2 * INSTANCES, "/ws");
        closeClients();
        awaitLog(2 * INSTANCES);
        assertThat(connectionsByPort())
                .hasSize(INSTANCES)
                .allSatisfy((port, connections) -> assertThat(connections).isEqualTo(2));
    }

    @Test
    void shouldFillUpWhereTheFewestAreInLeastConn() {
        serve();
        nginx.replace("nginx.conf", "include carillon/ip-hash.conf;", "include carillon/least-conn.conf;")
                .start();
        open(INSTANCES, "/ws");
        for (int left : List.of(1, 6, 7)) {
            clients.get(left).close();
        }
        awaitLog(3);
        List<Integer> emptied = nginx.log().stream().map(LogLine::port).toList();
        open(3, "/ws");
        closeClients();
        awaitLog(INSTANCES + 3);
        assertThat(connectionsByPort())
                .hasSize(INSTANCES)
                .allSatisfy((port, connections) -> assertThat(connections).isEqualTo(emptied.contains(port) ? 2 : 1));
    }

    @Test
    void shouldKeepManagementToItself() {
        serve("management.host", "127.0.0.1");
        nginx.start();
        for (int port : List.of(80, 8000)) {
            for (String path : List.of("/metrics", "/metrics/", "/ready", "/live", "/nginx_status")) {
                assertThat(get(port, path).status()).as(path).isEqualTo(404);
            }
        }
        assertThat(get(8081, "/nginx_status").text()).contains("Active connections: 1");
    }

    @Test
    void shouldAnswerOnTheOriginalPorts() {
        serve();
        nginx.start();
        WsClient chat = openOn(8085, "/");
        WsClient other = openOn(8085, "/any/path?at=all");
        chat.sendText("ding");
        assertThat(chat.readText()).matches("\\[Server-\\d+] ding");
        assertThat(other.readText()).matches("\\[Server-\\d+] ding");
        WsClient user = openOn(8765, "/whatever");
        user.sendText("{\"user_name\":\"Alice\"}");
        user.readText();
        user.sendText("ping");
        assertThat(user.readText()).isEqualTo("pong");
        assertThat(get(8000, "/").text()).contains("<title>");
        String state = get(8000, "/state").text();
        assertThat(new JsonObject(state.substring(state.indexOf("\r\n\r\n"))).getJsonArray("state"))
                .hasSize(100);
        WsClient board = openOn(8000, "/board");
        board.sendText("{\"event\":\"message\",\"data\":\"dong\"}");
        assertThat(board.readText()).contains("server-message").contains("dong");
    }

    @Test
    void shouldReachTheOtherRoutes() {
        serve();
        nginx.start();
        for (String path : List.of("/ws", "/chat/", "/users", "/board")) {
            openOn(80, path);
        }
        assertThat(get(80, "/").text()).contains("<title>");
        assertThat(get(80, "/state").status()).isEqualTo(200);
        assertThat(get(80, "/nothing").status()).isEqualTo(404);
        for (int port : List.of(80, 8000)) {
            assertThat(get(port, "/socket.io/?EIO=4&transport=polling").text()).contains("\"sid\":");
        }
    }

    @Test
    void shouldTellTheInstanceWhoAsksAndHow() throws IOException {
        try (ServerSocket instance = new ServerSocket(first)) {
            nginx.start();
            String forged = "X-Forwarded-For: 1.2.3.4\r\nX-Real-IP: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n";
            assertThat(passedOn(instance, "/ws", forged + "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"))
                    .containsExactlyInAnyOrder(
                            "GET /ws HTTP/1.1",
                            "Host: chat.example:8080",
                            "X-Real-IP: 127.0.6.1",
                            "X-Forwarded-For: 127.0.6.1",
                            "X-Forwarded-Proto: http",
                            "Upgrade: websocket",
                            "Connection: upgrade");
            assertThat(passedOn(instance, "/state", forged))
                    .containsExactlyInAnyOrder(
                            "GET /state HTTP/1.1",
                            "Host: chat.example:8080",
                            "X-Real-IP: 127.0.6.1",
                            "X-Forwarded-For: 127.0.6.1",
                            "X-Forwarded-Proto: http");
        }
    }

    @Test
    void shouldCountRequestsByClientAndNotByGateway() {
        serve("http.requestsPerMinute", "5", "http.trustedProxies", "127.0.0.0/8");
        nginx.start();
        for (int i = 0; i < 5; i++) {
            assertThat(state("127.7.7.1").status()).isEqualTo(200);
        }
        assertThat(state("127.7.7.1").text())
                .startsWith("HTTP/1.1 429")
                .endsWith("{\"message\":\"Too Many Requests\"}");
        assertThat(state("127.7.7.1", "X-Forwarded-For: 127.8.8.8").status()).isEqualTo(429);
        assertThat(state("127.7.7.2").status()).isEqualTo(200);
    }

    @Test
    void shouldKeepTheApiFromThoseWithoutAKey() {
        serve();
        nginx.start();
        assertThat(get(80, "/api/v1/stats").text()).startsWith("HTTP/1.1 403").contains("No api.keys");
    }

    @Test
    void shouldLetThoseWithAKeyUseTheApi() {
        serve("api.keys", "shell:correct-horse-battery");
        nginx.start();
        assertThat(get(80, "/api/v1/stats").status()).isEqualTo(401);
        assertThat(get(80, "/api/v1/stats", "Authorization: Bearer correct-horse-battery")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldSlowDownAnAddressThatAsksTooOften() {
        serve();
        nginx.start();
        assertThat(Http.reaches(429, 3000, "127.0.5.1", nginx.port(80), "/nothing"))
                .isTrue();
        assertThat(Http.get("127.0.6.1", nginx.port(80), "/nothing").status()).isEqualTo(404);
    }

    @Test
    void shouldSlowDownAnAddressThatConnectsTooOften() {
        serve();
        nginx.start();
        assertThat(Http.reaches(429, 20_000, "127.0.5.1", nginx.port(80), "/ws"))
                .isTrue();
        open("127.0.6.1", "/ws");
    }

    @Test
    void shouldHaveNoRoomForMoreConnectionsOfAnAddressThanConfigured() {
        serve();
        nginx.replace("carillon/limits.conf", "limit_conn        connections 5000;", "limit_conn connections 20;")
                .start();
        open(20, "/ws");
        assertThat(get(80, "/state").status()).isEqualTo(503);
        open("127.0.6.1", "/ws");
    }

    @Test
    void shouldBelieveAProxyThatIsDeclared() {
        serve("http.requestsPerMinute", "1", "http.trustedProxies", "127.0.0.1");
        nginx.replace("carillon/real-ip.conf", "# set_real_ip_from  10.0.0.0/8;", "set_real_ip_from 127.9.9.9;")
                .replace("carillon/real-ip.conf", "# real_ip_header ", "real_ip_header ")
                .replace("carillon/real-ip.conf", "# real_ip_recursive", "real_ip_recursive")
                .start();
        assertThat(state("127.9.9.9", "X-Forwarded-For: 127.7.8.1").status()).isEqualTo(200);
        assertThat(state("127.9.9.9", "X-Forwarded-For: 127.7.8.2").status()).isEqualTo(200);
        assertThat(state("127.9.9.9", "X-Forwarded-For: 127.7.8.2").status()).isEqualTo(429);
        assertThat(nginx.log().get(0).address()).isEqualTo("127.7.8.1");
    }

    private void serve(String... settings) {
        List<String> all = new ArrayList<>(
                List.of("server.port", "" + first, "server.ports", "" + INSTANCES, "server.verticlesPerPort", "1"));
        all.addAll(List.of(settings));
        instances.start(all.toArray(String[]::new));
    }

    private static String source(int network) {
        return "127.0." + network + ".1";
    }

    private void open(String source, String path) {
        clients.add(WsClient.openFrom(source, nginx.port(80), path));
    }

    private void open(int number, String path) {
        for (int i = 0; i < number; i++) {
            openOn(80, path);
        }
    }

    private WsClient openOn(int port, String path) {
        WsClient client = WsClient.open(nginx.port(port), path);
        clients.add(client);
        return client;
    }

    private Http.Answer get(int port, String path, String... headers) {
        return Http.get("127.0.0.1", nginx.port(port), path, headers);
    }

    private Http.Answer state(String source, String... headers) {
        return Http.get(source, nginx.port(80), "/state", headers);
    }

    /** The lines of a request's head as they arrive behind the gateway. */
    private List<String> passedOn(ServerSocket instance, String path, String headers) throws IOException {
        try (WsClient client = WsClient.from("127.0.6.1", nginx.port(80))) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: chat.example:8080\r\n" + headers + "\r\n";
            client.send(request.getBytes(StandardCharsets.US_ASCII));
            try (Socket connection = instance.accept();
                    BufferedReader reader = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
                return Stream.generate(() -> line(reader))
                        .takeWhile(line -> !line.isEmpty())
                        .toList();
            }
        }
    }

    private static String line(BufferedReader reader) {
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One client from each network, in any order, comes and goes; where each was, by its address. */
    private Map<String, Integer> visit(int alreadyInLog) {
        List<Integer> networks =
                new ArrayList<>(IntStream.range(0, INSTANCES).boxed().toList());
        Collections.shuffle(networks);
        networks.forEach(network -> open(source(network), "/ws"));
        closeClients();
        awaitLog(alreadyInLog + INSTANCES);
        return nginx.log().stream().skip(alreadyInLog).collect(toMap(LogLine::address, LogLine::port));
    }

    private Map<Integer, Long> connectionsByPort() {
        return nginx.log().stream().collect(groupingBy(LogLine::port, counting()));
    }

    private void awaitLog(int lines) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> nginx.log().size() == lines);
    }

    private void closeClients() {
        clients.forEach(WsClient::close);
        clients.clear();
    }
}
