package dev.plumbline.math;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines "name = values" that a script in src/test/numpy has written, read back without rounding. */
public final class NumpyValues {
    private final Map<String, String> texts = new HashMap<>();

    public NumpyValues(String resource) {
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

    /** The sorted names with this ending, without the ending. */
    public List<String> namesBefore(String ending) {
        return texts.keySet().stream()
                .filter(name -> name.endsWith(ending))
                .map(name -> name.substring(0, name.length() - ending.length()))
                .sorted()
                .toList();
    }

    /** Whether there is such a line. */
    public boolean has(String name) {
        return texts.containsKey(name);
    }

    public String text(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no line '" + name + " = …'");
        }
        return text;
    }

    public double[] doubles(String name) {
        return Arrays.stream(text(name).split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    public int[] ints(String name) {
        return Arrays.stream(text(name).split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    public long number(String name) {
        return Long.parseLong(text(name));
    }

    /** A line whose values begin with their shape, as in "2x3 …". */
    public Matrix matrix(String name) {
        String[] parts = text(name).split(" ", 2);
        String[] shape = parts[0].split("x");
        double[] values = Arrays.stream(parts[1].split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return Matrix.wrap(Integer.parseInt(shape[0]), Integer.parseInt(shape[1]), values);
    }
}
