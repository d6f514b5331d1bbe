package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterEngines;
import dev.plumbline.cluster.ClusterEvaluation;
import dev.plumbline.cluster.ClusterExamples;
import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.cluster.Workers;
import dev.plumbline.data.examples.Table;
import dev.plumbline.model.Model;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.ReplayableEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The service that {@code --spark} uses. */
public final class SparkEngines implements ClusterEngines {

    @Override
    public Optional<ClusterException> failure(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .filter(JobFailure::isOfStopped)
                .findFirst()
                .map(JobFailure::of);
    }

    @Override
    public ReplayableEngine on(SparkMaster master, boolean endsOrderly) {
        return new SparkEngine(master, endsOrderly);
    }

    @Override
    public Workers workers(SparkMaster master, String name, boolean endsOrderly) {
        return new SparkWorkers(Session.connect(master, name, endsOrderly));
    }

    @Override
    public ClusterExamples read(SparkMaster master, NetworkSpec spec, Path directory, boolean endsOrderly) {
        return CachedTable.read(master, spec, directory, endsOrderly);
    }

    @Override
    public ClusterEvaluation evaluate(SparkMaster master, Model model, String file) {
        NetworkSpec spec = Table.like(model.spec(), file, model.preparation());
        try (Session session = Session.connect(master, spec.name(), false)) {
            return CachedTable.read(session, spec, Path.of(""), Optional.of(model.preparation()))
                    .evaluate(model, false);
        }
    }

    @Override
    public long predict(SparkMaster master, Model model, String file, String output, boolean probabilities)
            throws IOException {
        try (Session session = Session.connect(master, model.spec().name(), false)) {
            return new ClusterPrediction(session, model, probabilities).write(file, output);
        }
    }
}
