package dev.carillon.socket;

import static dev.carillon.socket.Frames.first;
import static dev.carillon.socket.Frames.hex;
import static dev.carillon.socket.Frames.last;
import static dev.carillon.socket.Frames.more;
import static dev.carillon.testing.WsClient.BINARY;
import static dev.carillon.testing.WsClient.TEXT;
import static dev.carillon.testing.WsClient.frame;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Text must be UTF-8, and the session ends with 1007 as soon as it cannot be (RFC 6455, sections 5.6 and 8.1). */
@ExtendWith(RedisExtension.class)
final class Rfc6455Utf8Test {
    @RegisterExtension
    static final SharedInstance server = new SharedInstance();

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#valid")
    void shouldEchoText(String digits) {
        byte[] text = hex(digits);
        Dialogue.echo(server)
                .send(frame(TEXT, true, 0, text))
                .expect(TEXT, text)
                .expectToGoOn();
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#valid")
    void shouldEchoTextWhereverItIsFragmented(String digits) {
        byte[] text = hex(digits);
        Dialogue echo = Dialogue.echo(server);
        for (int cut = 0; cut <= text.length; cut++) {
            echo.send(
                            first(TEXT, Arrays.copyOf(text, cut)),
                            Frames.ping("between"),
                            last(Arrays.copyOfRange(text, cut, text.length)))
                    .expectPong("between")
                    .expect(TEXT, text);
        }
        echo.expectToGoOn();
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#valid")
    void shouldEchoTextThatComesOctetByOctet(String digits) {
        byte[] text = hex(digits);
        Dialogue echo = Dialogue.echo(server).send(Chops.OCTET_BY_OCTET, frame(TEXT, true, 0, text));
        echo.expect(TEXT, text);
        if (text.length > 0) {
            echo.send(Chops.FRAME_BY_FRAME, Frames.fragmented(TEXT, text, 1)).expect(TEXT, text);
        }
        echo.expectToGoOn();
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#unfinished")
    void shouldRejectATextThatEndsWithinACharacter(String digits) {
        Dialogue.echo(server).send(frame(TEXT, true, 0, hex(digits))).expectClose(1007);
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#unfinished")
    void shouldRejectAFragmentedTextThatEndsWithinACharacter(String digits) {
        Dialogue.echo(server)
                .send(first(TEXT, hex(digits)), Frames.ping("may go on"))
                .expectPong("may go on")
                .send(last(""))
                .expectClose(1007);
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#broken")
    void shouldRejectWhatIsNoText(String digits) {
        Dialogue.echo(server)
                .send(frame(TEXT, true, 0, hex(digits)), Frames.ping("unanswered"))
                .expectClose(1007);
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#broken")
    void shouldRejectWhatIsNoTextBeforeTheMessageEnds(String digits) {
        Dialogue.echo(server)
                .send(first(TEXT, hex(Utf8Samples.GREEK)), more(hex(digits)))
                .expectClose(1007);
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#broken")
    void shouldRejectWhatIsNoTextInFragmentsOfOneOctet(String digits) {
        byte[] octets = Frames.concat(hex(Utf8Samples.GREEK), hex(digits), hex("41 41"));
        Dialogue.echo(server).send(Frames.fragmented(TEXT, octets, 1)).expectClose(1007);
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#broken")
    void shouldEchoBinaryDataThatIsNoText(String digits) {
        byte[] data = hex(digits);
        Dialogue.echo(server)
                .send(frame(BINARY, true, 0, data), first(BINARY, data), last(data))
                .expect(BINARY, data)
                .expect(BINARY, Frames.concat(data, data))
                .expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldRejectACharacterThatTheNextFragmentDoesNotFinish(Chops chops) {
        Dialogue.echo(server)
                .send(chops, first(TEXT, hex("e2 82")), more(hex("41")), last(hex("ac")))
                .expectClose(1007);
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldPutACharacterTogetherFromFragmentsWithEmptyOnesBetween(Chops chops) {
        Dialogue.echo(server)
                .send(
                        chops,
                        first(TEXT, hex("f0")),
                        more(""),
                        more(hex("9f")),
                        Frames.ping("between"),
                        more(hex("98 80")),
                        last(""))
                .expectPong("between")
                .expect(TEXT, hex("f0 9f 98 80"))
                .expectToGoOn();
    }

    @Test
    void shouldForgetTheStateOfOneTextBeforeTheNext() {
        Dialogue echo = Dialogue.echo(server);
        for (int i = 0; i < 3; i++) {
            echo.send(first(TEXT, hex("c3")), last(hex("a4")), frame(TEXT, true, 0, hex("c3 b6")))
                    .expectText("ä")
                    .expectText("ö");
        }
        echo.expectToGoOn();
    }

    @Test
    void shouldEchoWhatCameBeforeTheWrongText() {
        Dialogue.echo(server)
                .send(Frames.text("good"), frame(TEXT, true, 0, hex("ff")), Frames.text("unread"))
                .expectText("good")
                .expectClose(1007);
    }
}
