package dev.plumbline.cli;

import dev.plumbline.compare.StepObserver;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.report.HistoryRecorder;
import dev.plumbline.trace.Experiment;
import java.util.Optional;
import java.util.OptionalLong;

/** The observers of a hand-written network and of the engine, if reports are requested. */
final class ReportObservers {
    private final Experiment experiment;
    private final boolean areRequested;
    private final HistoryRecorder engine;
    private HistoryRecorder subject;

    ReportObservers(Experiment experiment, boolean areRequested) {
        this.experiment = experiment;
        this.areRequested = areRequested;
        this.engine = new HistoryRecorder(experiment);
        this.subject = new HistoryRecorder(experiment);
    }

    /** The observer of the network. A report shows the step that is diagnosed first. */
    Optional<StepObserver> ofSubject(Diagnosis diagnosis) {
        OptionalLong step = diagnosis.findings().stream()
                .mapToLong(finding -> finding.first().step())
                .filter(each -> each != Long.MAX_VALUE)
                .findFirst();
        subject = new HistoryRecorder(experiment, step);
        return areRequested ? Optional.of(subject) : Optional.empty();
    }

    /** The observer of the other engine. */
    StepObserver ofEngine() {
        return areRequested ? engine : StepObserver.NONE;
    }

    /** The history of the network. */
    HistoryRecorder subject() {
        return subject;
    }

    /** The history of the other engine. */
    HistoryRecorder engine() {
        return engine;
    }
}
