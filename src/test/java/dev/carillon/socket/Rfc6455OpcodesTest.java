package dev.carillon.socket;

import static dev.carillon.socket.Frames.NOTHING;
import static dev.carillon.socket.Frames.ping;
import static dev.carillon.socket.Frames.text;
import static dev.carillon.socket.Frames.utf8;
import static dev.carillon.testing.WsClient.frame;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Opcodes that mean nothing yet (RFC 6455, section 5.2). */
@ExtendWith(RedisExtension.class)
final class Rfc6455OpcodesTest {
    @RegisterExtension
    static final SharedInstance server = new SharedInstance();

    static IntStream reserved() {
        return IntStream.concat(IntStream.rangeClosed(3, 7), IntStream.rangeClosed(11, 15));
    }

    static Stream<Arguments> reservedInEveryChop() {
        return Stream.of(Chops.values()).flatMap(chops -> reserved().mapToObj(opcode -> Arguments.of(chops, opcode)));
    }

    @ParameterizedTest
    @MethodSource("reserved")
    void shouldRejectAReservedOpcode(int opcode) {
        Dialogue.echo(server).send(frame(opcode, true, 0, NOTHING)).expectClose(1002);
    }

    @ParameterizedTest
    @MethodSource("reserved")
    void shouldRejectAReservedOpcodeInAFragment(int opcode) {
        Dialogue.echo(server).send(frame(opcode, false, 0, utf8("part"))).expectClose(1002);
    }

    @ParameterizedTest
    @MethodSource("reservedInEveryChop")
    void shouldEchoWhatCameBeforeAReservedOpcodeAndNothingBehind(Chops chops, int opcode) {
        Dialogue.echo(server)
                .send(chops, text("good"), frame(opcode, true, 0, utf8("payload")), ping("unanswered"), text("unread"))
                .expectText("good")
                .expectClose(1002);
    }

    @ParameterizedTest
    @MethodSource("reservedInEveryChop")
    void shouldRejectAReservedOpcodeWithinAMessage(Chops chops, int opcode) {
        Dialogue.echo(server)
                .send(chops, Frames.first("one"), frame(opcode, true, 0, NOTHING), Frames.last("two"))
                .expectClose(1002);
    }
}
