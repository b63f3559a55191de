package dev.carillon.socket;

import static dev.carillon.socket.Frames.ascii;
import static dev.carillon.socket.Frames.concat;
import static dev.carillon.socket.Frames.hex;
import static dev.carillon.socket.Frames.masked;
import static dev.carillon.socket.Frames.octets;
import static dev.carillon.socket.Frames.text;
import static dev.carillon.socket.Frames.utf8;
import static dev.carillon.testing.WsClient.BINARY;
import static dev.carillon.testing.WsClient.TEXT;
import static dev.carillon.testing.WsClient.frame;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data frames of all lengths and masks (RFC 6455, sections 5.2 and 5.3). */
@ExtendWith(RedisExtension.class)
final class Rfc6455FramingTest {
    @RegisterExtension
    static final SharedInstance server = new SharedInstance();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65535, 65536})
    void shouldEchoTextOfAnyLength(int length) {
        Dialogue.echo(server)
                .send(frame(TEXT, true, 0, ascii(length)))
                .expect(TEXT, ascii(length))
                .expectToGoOn();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65535, 65536})
    void shouldEchoBinaryDataOfAnyLength(int length) {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) (i * 7 + i / 256);
        }
        Dialogue.echo(server)
                .send(frame(BINARY, true, 0, data))
                .expect(BINARY, data)
                .expectToGoOn();
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, BINARY})
    void shouldEchoALargeMessageThatComesInChopsOf997Octets(int opcode) {
        Dialogue echo = Dialogue.echo(server);
        Chops.chopped(echo.client(), frame(opcode, true, 0, ascii(65536)), 997);
        echo.expect(opcode, ascii(65536)).expectToGoOn();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 200})
    void shouldEchoAMessageThatComesOctetByOctet(int length) {
        Dialogue.echo(server)
                .send(Chops.OCTET_BY_OCTET, frame(TEXT, true, 0, ascii(length)))
                .expect(TEXT, ascii(length))
                .expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldEchoManyMessagesInTheirOrder(Chops chops) {
        byte[][] frames = new byte[100][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = text("message " + i);
        }
        Dialogue echo = Dialogue.echo(server).send(chops, frames);
        for (int i = 0; i < frames.length; i++) {
            echo.expectText("message " + i);
        }
        echo.expectToGoOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 00 00 00", "ff ff ff ff", "00 00 00 01", "80 00 00 00", "20 20 20 20", "81 85 8a 88"})
    void shouldUnmaskWithAnyMask(String mask) {
        Dialogue echo = Dialogue.echo(server);
        for (int length = 0; length < 20; length++) {
            echo.send(masked(TEXT, ascii(length), hex(mask))).expect(TEXT, ascii(length));
        }
        echo.expectToGoOn();
    }

    @ParameterizedTest
    @EnumSource(Chops.class)
    void shouldRejectAFrameWithoutAMask(Chops chops) {
        Dialogue.echo(server)
                .send(chops, text("masked"), masked(TEXT, utf8("unmasked"), null))
                .expectText("masked")
                .expectClose(1002);
    }

    /** A length must be written in the shortest form. */
    @ParameterizedTest
    @CsvSource({
        "126, 00 00",
        "126, 00 05",
        "126, 00 7d",
        "127, 00 00 00 00 00 00 00 00",
        "127, 00 00 00 00 00 00 00 7d",
        "127, 00 00 00 00 00 00 00 7e",
        "127, 00 00 00 00 00 00 ff ff"
    })
    void shouldRejectALengthThatIsLongerWrittenThanNeedBe(int marker, String length) {
        Dialogue.echo(server)
                .send(concat(octets(0x80 | TEXT, 0x80 | marker), hex(length), hex("00 00 00 00 41 41 41 41 41")))
                .expectClose(1002);
    }

    @Test
    void shouldRejectALengthWhoseHighestBitIsSet() {
        Dialogue.echo(server)
                .send(concat(octets(0x80 | BINARY, 0xff), hex("80 00 00 00 00 00 00 00 00 00 00 00")))
                .expectClose(1002);
    }
}
