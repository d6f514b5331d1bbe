package dev.plumbline.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The recorder for a language, one file without dependencies but NumPy or PyTorch. All but that for PyTorch have the same calls. */
public enum RecorderScript {
    PYTHON("recorder.py"),
    PYTORCH("torchrecorder.py"),
    JAVASCRIPT("recorder.js"),
    JAVA("Recorder.java");

    private final String file;

    RecorderScript(String file) {
        this.file = file;
    }

    /** The source; that for PyTorch includes that for Python. */
    public String text() {
        if (this != PYTORCH) {
            return resource();
        }
        String numpy = PYTHON.resource();
        String body = numpy.substring(numpy.indexOf("import difflib"));
        return resource().replace("from recorder import Recorder\n", body);
    }

    private String resource() {
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
