package dev.carillon.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.Instances;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a request is. */
final class ClientAddressTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Instances.await(vertx.close());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                      | 1.2.3.4                     | 127.0.0.1",
                "127.0.0.1              | -                           | 127.0.0.1",
                "127.0.0.1              | 1.2.3.4                     | 1.2.3.4",
                "127.0.0.1              | 9.9.9.9, 1.2.3.4            | 1.2.3.4",
                "127.0.0.0/8,10.0.0.0/8 | 9.9.9.9, 1.2.3.4, 10.1.2.3  | 1.2.3.4",
                "127.0.0.0/8,10.0.0.0/8 | 10.9.9.9, 10.1.2.3          | 10.9.9.9",
                "127.0.0.1              | 1.2.3.4:5678                | 1.2.3.4",
                "127.0.0.1              | 1.2.3.4, unknown            | 127.0.0.1",
                "127.0.0.1,5.5.5.5      | 1.2.3.4, evil, 5.5.5.5      | 5.5.5.5",
                "127.0.0.1              | 2001:db8:1:2:3:4:5:6        | 2001:db8:1:2:0:0:0:0",
                "127.0.0.1              | [2001:db8:1:2:ffff::6]:80   | 2001:db8:1:2:0:0:0:0",
                "127.0.0.1              | ::ffff:1.2.3.4              | 1.2.3.4",
                "0.0.0.0/0              | 1.2.3.4                     | 1.2.3.4",
                "10.0.0.1               | 1.2.3.4                     | 127.0.0.1",
            })
    void shouldBelieveTrustedProxiesAlone(String trusted, String forwardedFor, String counted) throws Exception {
        ClientAddress addresses = new ClientAddress(trusted == null ? List.of() : List.of(trusted.split(",")));
        HttpServer server = Instances.await(vertx.createHttpServer()
                .requestHandler(request -> request.response().end(addresses.counted(request)))
                .listen(0, "127.0.0.1"));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"));
        if (forwardedFor != null) {
            for (String each : forwardedFor.split(", ")) {
                request.header("X-Forwarded-For", each);
            }
        }
        assertThat(HttpClient.newHttpClient()
                        .send(request.build(), BodyHandlers.ofString())
                        .body())
                .isEqualTo(counted);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.77/26, 10.1.2.64, true",
        "10.1.2.77/26, 10.1.2.63, false",
        "0.0.0.0/0, 255.1.1.1, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
    })
    void shouldKnowWhatIsInANetwork(String network, String address, boolean in) throws UnknownHostException {
        assertThat(Network.parse(network).orElseThrow().contains(InetAddress.getByName(address)))
                .isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "::/129",
                "10.0.0/8",
                "10.0.0.0/",
                "256.1.1.1",
                "1:2",
                "cafe",
                "a b"
            })
    void shouldTakeNothingElseForANetwork(String text) {
        assertThat(Network.parse(text)).isEmpty();
        assertThat(ClientAddress.fault(text))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .isEqualTo("\"" + text + "\" is neither an address nor a network such as 10.0.0.0/8"));
    }

    @Test
    void shouldCountALoopbackOfIpv6AsOne() {
        assertThat(Network.literal("::1"))
                .hasValueSatisfying(
                        address -> assertThat(address.isLoopbackAddress()).isTrue());
    }
}
