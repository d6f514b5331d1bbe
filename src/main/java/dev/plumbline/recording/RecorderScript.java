package dev.plumbline.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The one-file recorder for Python. */
public final class RecorderScript {
    private RecorderScript() {}

    /** The source, which needs only NumPy. */
    public static String text() {
        try (InputStream in = RecorderScript.class.getResourceAsStream("recorder.py")) {
            if (in == null) {
                throw new IllegalStateException("recorder.py is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
