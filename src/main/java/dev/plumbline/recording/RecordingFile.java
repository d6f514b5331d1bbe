package dev.plumbline.recording;

import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;

/** A network whose training was recorded in a file; the file is checked when a training starts. */
public final class RecordingFile implements Subject {
    private final Path file;
    private final Map<Experiment, RecordedSubject> recorded =
            new IdentityHashMap<>(); // checked once for each experiment

    /** The network of this file. */
    public RecordingFile(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public boolean isRecorded() {
        return true;
    }

    /**
     * Starts reading the recording.
     *
     * @throws InvalidRecordingException with all defects of the recording
     */
    @Override
    public SubjectRun start(Experiment experiment) {
        return recorded.computeIfAbsent(experiment, given -> new RecordedSubject(RecordingReader.read(file, given)))
                .start(experiment);
    }
}
