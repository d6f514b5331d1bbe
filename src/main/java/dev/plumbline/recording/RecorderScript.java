package dev.plumbline.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The recorder for a language, one file without dependencies but NumPy. All have the same calls. */
public enum RecorderScript {
    PYTHON("recorder.py"),
    JAVASCRIPT("recorder.js"),
    JAVA("Recorder.java");

    private final String file;

    RecorderScript(String file) {
        this.file = file;
    }

    /** The source. */
    public String text() {
        try (InputStream in = RecorderScript.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
