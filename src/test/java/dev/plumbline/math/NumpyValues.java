package dev.plumbline.math;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The lines "name = values" that a script in src/test/numpy has written, read back without rounding. */
final class NumpyValues {
    private final Map<String, String> texts = new HashMap<>();

    NumpyValues(String resource) {
        try (InputStream stream = NumpyValues.class.getResourceAsStream("/numpy/" + resource)) {
            if (stream == null) {
                throw new IllegalStateException("no resource /numpy/" + resource);
            }
            for (String line : new String(stream.readAllBytes(), UTF_8).lines().toList()) {
                int equals = line.indexOf(" = ");
                if (equals > 0) {
                    texts.put(line.substring(0, equals), line.substring(equals + 3));
                }
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    String text(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no line '" + name + " = …'");
        }
        return text;
    }

    double[] doubles(String name) {
        return Arrays.stream(text(name).split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    int[] ints(String name) {
        return Arrays.stream(text(name).split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }
}
