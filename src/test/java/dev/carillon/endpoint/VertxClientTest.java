package dev.carillon.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.Checkpoint;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Both endpoints with Vert.x's own client, which offers compression. */
@ExtendWith({RedisExtension.class, VertxExtension.class})
final class VertxClientTest {
    private static final int MESSAGES = 200;

    @RegisterExtension
    final Instances instances = new Instances();

    // In a field, as Vert.x closes a client that nobody holds any more
    private WebSocketClient client;

    @Test
    void shouldCountForAClientThatCompresses(Vertx vertx, VertxTestContext test) {
        Instance instance = instances.start();
        Checkpoint greeted = test.checkpoint();
        Checkpoint answered = test.checkpoint(MESSAGES);
        int[] last = {0};
        connect(vertx, instance, "/ws").onComplete(test.succeeding(socket -> {
            socket.textMessageHandler(text -> test.verify(() -> {
                JsonObject message = new JsonObject(text);
                if (message.getString("type").equals("session")) {
                    greeted.flag();
                } else {
                    assertThat(message.getInteger("messageCount")).isEqualTo(++last[0]);
                    answered.flag();
                }
            }));
            for (int i = 0; i < MESSAGES; i++) {
                socket.writeTextMessage("x".repeat(i * 10));
            }
        }));
    }

    @Test
    void shouldChatBetweenTwoInstances(Vertx vertx, VertxTestContext test) {
        Instance here = instances.start("server.name", "here");
        Instance there = instances.start("server.name", "there");
        String text = "ding ".repeat(1000);
        Checkpoint heard = test.checkpoint(2);
        Future.all(connect(vertx, here, "/chat"), connect(vertx, there, "/chat"))
                .onComplete(test.succeeding(both -> {
                    for (int i = 0; i < 2; i++) {
                        WebSocket listener = both.resultAt(i);
                        listener.textMessageHandler(got -> test.verify(() -> {
                            assertThat(got).isEqualTo("[here] " + text);
                            heard.flag();
                        }));
                    }
                    WebSocket sender = both.resultAt(0);
                    sender.writeTextMessage(text);
                }));
    }

    private Future<WebSocket> connect(Vertx vertx, Instance instance, String path) {
        if (client == null) {
            client = vertx.createWebSocketClient(new WebSocketClientOptions().setTryUsePerMessageCompression(true));
        }
        return client.connect(Instances.port(instance), "127.0.0.1", path);
    }
}
