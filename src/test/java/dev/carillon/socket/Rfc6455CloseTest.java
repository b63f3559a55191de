package dev.carillon.socket;

import static dev.carillon.socket.Frames.NOTHING;
import static dev.carillon.socket.Frames.ascii;
import static dev.carillon.socket.Frames.close;
import static dev.carillon.socket.Frames.closeBody;
import static dev.carillon.socket.Frames.first;
import static dev.carillon.socket.Frames.hex;
import static dev.carillon.socket.Frames.last;
import static dev.carillon.socket.Frames.ping;
import static dev.carillon.socket.Frames.text;
import static dev.carillon.socket.Frames.utf8;
import static dev.carillon.testing.WsClient.TEXT;
import static dev.carillon.testing.WsClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a session in good order, and what is wrong about it (RFC 6455, sections 5.5.1 and 7). */
@ExtendWith(RedisExtension.class)
final class Rfc6455CloseTest {
    @RegisterExtension
    static final SharedInstance server = new SharedInstance("socket.closeTimeout", "300ms");

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldEchoWhatCameBeforeTheCloseFrame(Chops chops) {
        Dialogue.echo(server)
                .send(chops, text("last words"), close(1000))
                .expectText("last words")
                .expectClose(1000);
    }

    @Test
    void shouldEchoALargeMessageBeforeItAnswersTheCloseFrame() {
        Dialogue.echo(server)
                .send(frame(TEXT, true, 0, ascii(256 * 1024)), close(1000), ping("unanswered"))
                .expect(TEXT, ascii(256 * 1024))
                .expectClose(1000);
    }

    @Test
    void shouldAnswerTheFirstOfTwoCloseFrames() {
        Dialogue.echo(server).send(close(1000), close(1001)).expectClose(1000);
    }

    @Test
    void shouldNotAnswerAPingBehindTheCloseFrame() {
        Dialogue.echo(server).send(close(1000), ping("unanswered")).expectClose(1000);
    }

    @Test
    void shouldNotEchoATextBehindTheCloseFrame() {
        Dialogue.echo(server).send(close(1000), text("unread")).expectClose(1000);
    }

    @Test
    void shouldNotMindGarbageBehindTheCloseFrame() {
        Dialogue.echo(server).send(close(1000), hex("ff ff ff ff 00 00")).expectClose(1000);
    }

    @Test
    void shouldAnswerACloseFrameWithinAMessageAndForgetTheMessage() {
        Dialogue.echo(server)
                .send(first("fragment1"), close(1000), last("fragment2"))
                .expectClose(1000);
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldAnswerACloseFrameWithoutABodyWithOneWithoutABody(Chops chops) {
        WsClient.Frame answer =
                Dialogue.echo(server).send(chops, closeBody(NOTHING)).expectAnyClose();
        assertThat(answer.payload()).isEmpty();
    }

    @Test
    void shouldRejectABodyOfOneOctet() {
        Dialogue.echo(server).send(closeBody(hex("03"))).expectClose(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 122, 123})
    void shouldTakeAReasonThatFitsIntoAControlFrame(int length) {
        Dialogue.echo(server).send(close(1000, ascii(length))).expectClose(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {124, 125, 1000})
    void shouldRejectAReasonThatDoesNotFitIntoAControlFrame(int length) {
        Dialogue.echo(server).send(close(1000, ascii(length))).expectClose(1002);
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#valid")
    void shouldTakeAReasonThatIsText(String digits) {
        Dialogue.echo(server).send(close(1000, hex(digits))).expectClose(1000);
    }

    @ParameterizedTest
    @MethodSource({"dev.carillon.socket.Utf8Samples#broken", "dev.carillon.socket.Utf8Samples#unfinished"})
    void shouldRejectAReasonThatIsNoText(String digits) {
        Dialogue.echo(server).send(close(1000, hex(digits))).expectClose(1007);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3001, 3999, 4000, 4001,
                4998, 4999
            })
    void shouldAnswerWithTheCodeOfTheClient(int code) {
        Dialogue.echo(server).send(close(code)).expectClose(code);
        Dialogue.echo(server).send(close(code, utf8("with a reason"))).expectClose(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999})
    void shouldRejectACodeThatMustNotBeSent(int code) {
        Dialogue.echo(server).send(close(code)).expectClose(1002);
        Dialogue.echo(server).send(close(code, utf8("with a reason"))).expectClose(1002);
    }

    /** Of no range of section 7.4.2: accepted or not, the session ends in good order. */
    @ParameterizedTest
    @ValueSource(ints = {5000, 16383, 32767, 32768, 65535})
    void shouldEndWithACodeThatMeansNothing(int code) {
        assertThat(Dialogue.echo(server).send(close(code)).expectAnyClose().closeCode())
                .isIn(code, 1002);
    }

    @Test
    void shouldEndTheConnectionWhenTheClientAnswersTheCloseFrame() {
        Dialogue chat = Dialogue.with(server.open("/chat")).send(Frames.binary(hex("00")));
        assertThat(chat.client().read().closeCode()).isEqualTo(1003);
        chat.send(close(1003));
        assertThat(chat.client().awaitEnd()).isTrue();
    }

    @Test
    void shouldThrowAwayWhatTheClientSendsBehindTheServersCloseFrame() {
        Dialogue chat = Dialogue.with(server.open("/chat")).send(Frames.binary(hex("00")));
        assertThat(chat.client().read().closeCode()).isEqualTo(1003);
        chat.send(text("unread"), ping("unanswered"), close(1003));
        assertThat(chat.client().input()).isEmpty();
    }

    @Test
    void shouldEndTheConnectionWhenTheClientDoesNotAnswerTheCloseFrame() {
        Dialogue.with(server.open("/chat")).send(Frames.binary(hex("00"))).expectClose(1003);
        server.awaitSessions(0);
    }

    @Test
    void shouldEndTheConnectionWhenAClientThatBrokeTheProtocolStays() {
        Dialogue.echo(server).send(hex("ff 00")).expectClose(1002);
        server.awaitSessions(0);
    }
}
