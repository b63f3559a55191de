package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One core's compressor, against an independent use of zlib and the examples of RFC 7692, section 7.2.3. */
final class DeflateTest {
    private static final int MIN = 512;
    private static final int MAX = 1 << 20;

    private final Deflate deflate = new Deflate(3, MIN);
    private final UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(false);

    @AfterEach
    void nothingIsLeftInMemory() {
        deflate.close();
        assertThat(alloc.metric().usedHeapMemory() + alloc.metric().usedDirectMemory())
                .as("bytes that were not released")
                .isZero();
    }

    @Test
    void shouldWriteWhatAnInflaterReads() {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            byte[] message = compressible(random, random.nextInt(100_000));
            assertThat(sent(message)).isEqualTo(message);
        }
    }

    /** The sizes at which the compressed message just fills the buffer that it is made in. */
    @ParameterizedTest
    @ValueSource(ints = {8192, 16384})
    void shouldWriteWhatAnInflaterReadsWhereItsBufferIsFull(int buffer) {
        Random random = new Random(8);
        for (int noise = buffer - 80; noise < buffer + 20; noise++) {
            byte[] message = new byte[noise + 4096];
            random.nextBytes(message);
            Arrays.fill(message, noise, message.length, (byte) 0);
            ByteBuf frame = frame(message);
            assertThat(frame.getByte(0) & 0x40).as("compressed").isNotZero();
            assertThat(payload(frame)).isEqualTo(message);
        }
    }

    @Test
    void shouldReadWhatADeflaterWrote() throws Exception {
        Random random = new Random(9);
        for (int i = 0; i < 100; i++) {
            byte[] message = compressible(random, random.nextInt(100_000));
            assertThat(received(ClientDeflate.compress(message))).isEqualTo(message);
        }
    }

    @Test
    void shouldReadItsOwnMessages() throws Exception {
        Random random = new Random(10);
        for (int length = 0; length < 3000; length++) {
            byte[] message = compressible(random, length);
            ByteBuf frame = frame(message);
            boolean compressed = (frame.getByte(0) & 0x40) != 0;
            byte[] payload = body(frame);
            assertThat(compressed ? received(payload) : payload).isEqualTo(message);
        }
    }

    @Test
    void shouldLeaveAShortMessageAsItIs() {
        for (int length : new int[] {0, 1, 100, MIN - 1}) {
            byte[] message = new byte[length];
            assertThat(ByteBufUtil.getBytes(frame(message))).isEqualTo(plain(message));
            assertThat(deflate.worthwhile(length)).isFalse();
        }
        assertThat(frame(new byte[MIN]).getByte(0) & 0xff).isEqualTo(0xc2);
    }

    @Test
    void shouldLeaveAMessageAsItIsThatWouldNotBecomeSmaller() {
        byte[] noise = new byte[100_000];
        new Random(11).nextBytes(noise);
        assertThat(ByteBufUtil.getBytes(frame(noise))).isEqualTo(plain(noise));
    }

    @Test
    void shouldCompressOnlyTheBeginningThatIsMeant() {
        byte[] message = new byte[2000];
        Arrays.fill(message, 1000, 2000, (byte) 'x');
        ByteBuf out = Unpooled.buffer();
        deflate.frame(out, FrameWriter.TEXT, message, 1000);
        assertThat(payload(out)).isEqualTo(new byte[1000]);
    }

    @ParameterizedTest
    @CsvSource({
        "Hello, f2 48 cd c9 c9 07 00",
        // Two blocks
        "Hello, f2 48 05 00 00 00 ff ff ca c9 c9 07 00",
        // Not compressed at all
        "Hello, 00 05 00 fa ff 48 65 6c 6c 6f 00",
        // Ended by a final block
        "Hello, f3 48 cd c9 c9 07 00 00",
        // Nothing, in two ways
        "'', 00",
        "'', 02 00"
    })
    void shouldReadTheExamplesOfTheStandard(String text, String payload) throws Exception {
        assertThat(received(Frames.hex(payload))).asString().isEqualTo(text);
    }

    /** The standard's example of a message that refers to the one before it. */
    @Test
    void shouldForgetOneMessageBeforeTheNext() throws Exception {
        byte[] hello = Frames.hex("f2 48 cd c9 c9 07 00");
        assertThat(received(hello)).asString().isEqualTo("Hello");
        assertThatThrownBy(() -> received(Frames.hex("f2 00 11 00 00"))).isInstanceOf(DataFormatException.class);
        assertThat(received(hello)).asString().isEqualTo("Hello");
        assertThat(payload(frame(new byte[MIN]))).isEqualTo(payload(frame(new byte[MIN])));
    }

    @Test
    void shouldRejectAMessageThatWasCutShort() {
        for (byte[] message : new byte[][] {Frames.utf8("Hello"), Frames.ascii(300), new byte[5000]}) {
            byte[] compressed = ClientDeflate.compress(message);
            for (int length = 0; length < compressed.length; length++) {
                byte[] cut = Arrays.copyOf(compressed, length);
                assertThatThrownBy(() -> received(cut)).as("%d bytes", length).isInstanceOf(DataFormatException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "06", "07", "ff ff ff ff", "04 00 00 00 00", "00 05 00 05 00 48 65 6c 6c 6f 00"})
    void shouldRejectWhatIsNotDeflated(String payload) {
        assertThatThrownBy(() -> received(Frames.hex(payload))).isInstanceOf(DataFormatException.class);
    }

    @Test
    void shouldStopAtTheLimit() throws Exception {
        byte[] atLimit = ClientDeflate.compress(new byte[MAX]);
        assertThat(received(atLimit)).hasSize(MAX);
        byte[] above = ClientDeflate.compress(new byte[MAX + 1]);
        assertThatThrownBy(() -> received(above)).isInstanceOf(Deflate.TooBigException.class);
    }

    @Test
    void shouldStopEarlyInABomb() {
        byte[] bomb = bomb();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> received(bomb)).isInstanceOf(Deflate.TooBigException.class);
        }
    }

    /** A gigabyte of zeros in about a thousandth of it. */
    static byte[] bomb() {
        byte[] part = ClientDeflate.compressForRepetition(new byte[16 << 20]);
        byte[][] parts = new byte[64][];
        Arrays.fill(parts, part);
        return Frames.concat(parts);
    }

    private static byte[] compressible(Random random, int length) {
        byte[] message = new byte[length];
        int letters = 1 + random.nextInt(255);
        for (int i = 0; i < length; i++) {
            message[i] = (byte) random.nextInt(letters);
        }
        return message;
    }

    private ByteBuf frame(byte[] message) {
        ByteBuf out = Unpooled.buffer();
        deflate.frame(out, FrameWriter.BINARY, message, message.length);
        return out;
    }

    private static byte[] plain(byte[] message) {
        ByteBuf out = Unpooled.buffer();
        FrameWriter.frame(out, FrameWriter.BINARY, message, message.length);
        return ByteBufUtil.getBytes(out);
    }

    private byte[] sent(byte[] message) {
        return payload(frame(message));
    }

    private static byte[] payload(ByteBuf frame) {
        boolean compressed = (frame.getByte(0) & 0x40) != 0;
        return compressed ? ClientDeflate.decompress(body(frame)) : body(frame);
    }

    private static byte[] body(ByteBuf frame) {
        int marker = frame.getByte(1);
        int head = marker < 126 ? 2 : marker == 126 ? 4 : 10;
        return ByteBufUtil.getBytes(frame, head, frame.readableBytes() - head);
    }

    private byte[] received(byte[] payload) throws DataFormatException, Deflate.TooBigException {
        ByteBuf message = deflate.decompress(alloc, Unpooled.wrappedBuffer(payload), MAX, null);
        byte[] bytes = ByteBufUtil.getBytes(message);
        message.release();
        return bytes;
    }
}
