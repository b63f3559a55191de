package dev.carillon.socket;

import static dev.carillon.socket.Frames.NOTHING;
import static dev.carillon.socket.Frames.ascii;
import static dev.carillon.socket.Frames.first;
import static dev.carillon.socket.Frames.hex;
import static dev.carillon.socket.Frames.last;
import static dev.carillon.socket.Frames.more;
import static dev.carillon.socket.Frames.ping;
import static dev.carillon.socket.Frames.pong;
import static dev.carillon.socket.Frames.text;
import static dev.carillon.testing.WsClient.PONG;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pings and pongs (RFC 6455, sections 5.5.2 and 5.5.3). */
@ExtendWith(RedisExtension.class)
final class Rfc6455PingPongTest {
    @RegisterExtension
    static final SharedInstance server = new SharedInstance();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13, 124, 125})
    void shouldAnswerAPingWithItsPayload(int length) {
        Dialogue.echo(server)
                .send(ping(ascii(length)))
                .expect(PONG, ascii(length))
                .expectToGoOn();
    }

    @Test
    void shouldAnswerAPingWhosePayloadIsNoText() {
        byte[] payload = hex("00 ff fe fd fc fb 00 ff");
        Dialogue.echo(server).send(ping(payload)).expect(PONG, payload).expectToGoOn();
    }

    @ParameterizedTest
    @ValueSource(ints = {126, 127, 1000, 65536})
    void shouldRejectAPingThatIsTooLong(int length) {
        Dialogue.echo(server).send(ping(ascii(length))).expectClose(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {126, 127, 1000, 65536})
    void shouldRejectAPongThatIsTooLong(int length) {
        Dialogue.echo(server).send(pong(ascii(length))).expectClose(1002);
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldAnswerALongPingHoweverItComes(Chops chops) {
        Dialogue.echo(server)
                .send(chops, ping(ascii(125)))
                .expect(PONG, ascii(125))
                .expectToGoOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unsolicited pong payload"})
    void shouldIgnoreAPongThatNobodyAskedFor(String payload) {
        Dialogue.echo(server).send(pong(payload)).expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldAnswerAPingAfterAPongThatNobodyAskedFor(Chops chops) {
        Dialogue.echo(server)
                .send(chops, pong("unsolicited"), ping("asked"))
                .expectPong("asked")
                .expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldAnswerTenPingsInTheirOrder(Chops chops) {
        byte[][] pings = new byte[10][];
        for (int i = 0; i < pings.length; i++) {
            pings[i] = ping("payload " + i);
        }
        Dialogue echo = Dialogue.echo(server).send(chops, pings);
        for (int i = 0; i < pings.length; i++) {
            echo.expectPong("payload " + i);
        }
        echo.expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldAnswerPingsWithinAMessageBeforeTheMessage(Chops chops) {
        Dialogue.echo(server)
                .send(chops, first("one "), ping("a"), more("two "), pong("b"), ping("c"), last("three"))
                .expectPong("a")
                .expectPong("c")
                .expectText("one two three")
                .expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldKeepTheOrderOfPongsAndEchoes(Chops chops) {
        Dialogue.echo(server)
                .send(chops, text("1"), ping("2"), text("3"), ping(NOTHING), text("5"))
                .expectText("1")
                .expectPong("2")
                .expectText("3")
                .expectPong("")
                .expectText("5")
                .expectToGoOn();
    }
}
