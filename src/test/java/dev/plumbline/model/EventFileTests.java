package dev.plumbline.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EventFileTests {

    /**
     * Worked out by a Python program of its own: {@code struct}, and a CRC-32C from its polynomial 0x82f63b78, bit by bit.
     */
    @Test
    void isThatOfTensorFlow() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new EventFile(out, 1.5).scalar("loss", 300, 0.25, 2.5);
        assertArrayEquals(HexFormat.of().parseHex(EXPECTED), out.toByteArray());
    }

    private static final String EXPECTED =
            "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c1b00000000000000"
                    + "1a0d9e1309000000000000044010ac022a0d0a0b0a046c6f7373150000803e205d3896";
}
