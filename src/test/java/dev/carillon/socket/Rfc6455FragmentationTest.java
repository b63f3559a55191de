package dev.carillon.socket;

import static dev.carillon.socket.Frames.NOTHING;
import static dev.carillon.socket.Frames.ascii;
import static dev.carillon.socket.Frames.first;
import static dev.carillon.socket.Frames.last;
import static dev.carillon.socket.Frames.more;
import static dev.carillon.socket.Frames.ping;
import static dev.carillon.socket.Frames.pong;
import static dev.carillon.socket.Frames.text;
import static dev.carillon.socket.Frames.utf8;
import static dev.carillon.testing.WsClient.BINARY;
import static dev.carillon.testing.WsClient.CLOSE;
import static dev.carillon.testing.WsClient.PING;
import static dev.carillon.testing.WsClient.PONG;
import static dev.carillon.testing.WsClient.TEXT;
import static dev.carillon.testing.WsClient.frame;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages in several frames (RFC 6455, section 5.4). */
@ExtendWith(RedisExtension.class)
final class Rfc6455FragmentationTest {
    @RegisterExtension
    static final SharedInstance server = new SharedInstance();

    static Stream<Arguments> controlsInEveryChop() {
        return Stream.of(Chops.values())
                .flatMap(chops -> IntStream.of(PING, PONG, CLOSE).mapToObj(opcode -> Arguments.of(chops, opcode)));
    }

    @ParameterizedTest
    @MethodSource("controlsInEveryChop")
    void shouldRejectAFragmentedControlFrame(Chops chops, int opcode) {
        Dialogue.echo(server)
                .send(chops, frame(opcode, false, 0, NOTHING), last("rest"))
                .expectClose(1002);
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldPutATextTogether(Chops chops) {
        Dialogue.echo(server)
                .send(chops, first("fragment1"), last("fragment2"))
                .expectText("fragment1fragment2")
                .expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldPutBinaryDataTogether(Chops chops) {
        Dialogue.echo(server)
                .send(chops, first(BINARY, Frames.hex("00 ff")), more(Frames.hex("80")), last(Frames.hex("fe 00")))
                .expect(BINARY, Frames.hex("00 ff 80 fe 00"))
                .expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldPutOneMessageAfterTheOtherTogether(Chops chops) {
        Dialogue.echo(server)
                .send(
                        chops,
                        first("one "),
                        last("text"),
                        first(BINARY, utf8("then ")),
                        last("binary"),
                        text("whole"),
                        first("again "),
                        last("text"))
                .expectText("one text")
                .expect(BINARY, utf8("then binary"))
                .expectText("whole")
                .expectText("again text")
                .expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldTakeFragmentsWithoutPayload(Chops chops) {
        Dialogue.echo(server)
                .send(
                        chops,
                        first(""),
                        more(""),
                        last(""),
                        first(""),
                        more("middle"),
                        last(""),
                        first("only"),
                        last(""))
                .expectText("")
                .expectText("middle")
                .expectText("only")
                .expectToGoOn();
    }

    @Test
    void shouldTakeAThousandFragmentsOfOneOctet() {
        Dialogue.echo(server)
                .send(Frames.fragmented(TEXT, ascii(1000), 1))
                .expect(TEXT, ascii(1000))
                .expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldAnswerAPingBetweenTwoFragments(Chops chops) {
        Dialogue.echo(server)
                .send(chops, first("fragment1"), ping("ping"), last("fragment2"))
                .expectPong("ping")
                .expectText("fragment1fragment2")
                .expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldAnswerTwoPingsAmongFiveFragments(Chops chops) {
        Dialogue.echo(server)
                .send(
                        chops,
                        first("fragment1"),
                        more("fragment2"),
                        ping("pongme 1"),
                        more("fragment3"),
                        ping("pongme 2"),
                        more("fragment4"),
                        last("fragment5"))
                .expectPong("pongme 1")
                .expectPong("pongme 2")
                .expectText("fragment1fragment2fragment3fragment4fragment5")
                .expectToGoOn();
    }

    @Test
    void shouldAnswerAPingBeforeTheMessageAroundItIsWhole() {
        Dialogue.echo(server)
                .send(first("fragment1"), ping("1"))
                .expectPong("1")
                .send(more("fragment2"), pong("ignored"), ping("2"))
                .expectPong("2")
                .send(last("fragment3"))
                .expectText("fragment1fragment2fragment3")
                .expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldRejectALastFragmentWithoutAFirst(Chops chops) {
        Dialogue.echo(server).send(chops, last("stray"), text("unread")).expectClose(1002);
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldRejectAMiddleFragmentWithoutAFirst(Chops chops) {
        Dialogue.echo(server).send(chops, more("stray"), text("unread")).expectClose(1002);
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldRejectAMiddleFragmentBehindAWholeMessage(Chops chops) {
        Dialogue.echo(server)
                .send(chops, first("fragment1"), last("fragment2"), more("stray"), text("unread"), last("unread"))
                .expectText("fragment1fragment2")
                .expectClose(1002);
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldRejectALastFragmentBehindAWholeMessage(Chops chops) {
        Dialogue.echo(server)
                .send(chops, text("whole"), last("stray"), text("unread"))
                .expectText("whole")
                .expectClose(1002);
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldRejectAWholeTextWithinAMessage(Chops chops) {
        Dialogue.echo(server)
                .send(chops, first("fragment1"), text("whole"), last("unread"))
                .expectClose(1002);
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldRejectASecondFirstFragmentWithinAMessage(Chops chops) {
        Dialogue.echo(server)
                .send(chops, first("fragment1"), first(BINARY, utf8("fragment2")), last("unread"))
                .expectClose(1002);
    }
}
