package dev.plumbline.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages bytes at random, like defective disks, interrupted copies and attackers. */
final class Damage {
    private static final int[] NUMBERS = {0, 1, -1, 0x7F, 0xFF, 0xFFFF, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final int LONGEST = 64;

    private final SplittableRandom random;

    Damage(SplittableRandom random) {
        this.random = random;
    }

    /** Returns a damaged copy. */
    byte[] of(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(LONGEST));
        switch (random.nextInt(8)) {
            case 0 -> bytes[from] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[from] = (byte) random.nextInt(256);
            case 2 -> Arrays.fill(bytes, from, to, (byte) (random.nextBoolean() ? 0 : 0xFF));
            case 3 -> putNumber(bytes, from);
            case 4 -> {
                return Arrays.copyOf(bytes, from);
            }
            case 5 -> {
                return joined(bytes, from, new byte[0], to); // removes a part
            }
            case 6 -> {
                return joined(bytes, to, Arrays.copyOfRange(bytes, from, to), to); // repeats a part
            }
            default -> {
                byte[] more = new byte[1 + random.nextInt(LONGEST)];
                random.nextBytes(more);
                return joined(bytes, from, more, from);
            }
        }
        return bytes;
    }

    /** Overwrites four bytes, possibly a size or an offset, with an extreme number. */
    private void putNumber(byte[] bytes, int at) {
        if (at + Integer.BYTES <= bytes.length) {
            ByteBuffer.wrap(bytes)
                    .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                    .putInt(at, NUMBERS[random.nextInt(NUMBERS.length)]);
        }
    }

    private static byte[] joined(byte[] bytes, int end, byte[] middle, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, end);
        out.writeBytes(middle);
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }
}
