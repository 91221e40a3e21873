package org.whynot.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.FolderOfClips;
import org.whynot.batch.ResultKind;
import org.whynot.batch.SummaryMerge;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.ClipIndex;
import org.whynot.explain.Explainer;
import org.whynot.frontend.UntrainedModel;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import org.whynot.util.Shard;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** The works on folders of clips. */
final class FolderWorks {

    private FolderWorks() {}

    static FolderExplainer.Settings settings() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", "untrained");
        values.put("device", "cpu");
        values.put("positive", "mitosis");
        values.put("why_not", "apoptosis");
        values.put("explanations", 2);
        values.put("evidence", "for");
        values.put("verify", "no");
        values.put("window", "0");
        values.put("tubes", 1);
        values.put("confidence", 0);
        values.put("time_axis", "auto");
        values.put("gif", "no");
        return FolderExplainer.Settings.of(values);
    }

    static FolderExplainer.Listener silent() {
        return new FolderExplainer.Listener() {
            @Override
            public void explained(String video, String sentence) {}

            @Override
            public void failed(String video, String reason) {
                throw new AssertionError(video + ": " + reason);
            }

            @Override
            public void note(String video, String note) {}
        };
    }

    /** Explain Folder. */
    static final class FolderRun implements Work {

        private static final int CLIPS = 3;

        @Override
        public void prepare(Path input, int variant) throws IOException {
            UntrainedModel.write(input.resolve("untrained"));
            Path clips = Files.createDirectories(input.resolve("clips"));
            for (int i = 0; i < CLIPS; i++)
                FolderOfClips.writeClip(clips.resolve("clip" + i + ".avi"), 8, i + CLIPS * variant);
        }

        @Override
        public Turns open(Path input) throws IOException {
            Model model = Model.open(input.resolve("untrained"), "cpu");
            return new Turns() {
                @Override
                public void run(Path place, int turn, Progress progress) throws IOException {
                    new FolderExplainer(model, settings())
                            .explain(input.resolve("clips"), place.resolve(Works.OUT), silent(), progress);
                }

                @Override
                public void close() {
                    model.close();
                }
            };
        }

        /** A receipt has the date of the video's file. */
        @Override
        public Map<String, String> digestsWithoutDates(Path place) throws IOException {
            Map<String, String> digests = digests(place);
            for (Map.Entry<String, String> file : digests.entrySet())
                if (file.getKey().endsWith(".explanation.json"))
                    file.setValue(
                            Files.readString(place.resolve(file.getKey())).replaceAll("\"modified\": *\"[^\"]*\"", ""));
            return digests;
        }

        /** Every video is read for itself; the table is of all of them. */
        @Override
        public boolean isOf(Map<String, String> found, Map<String, String> one, Map<String, String> other) {
            return found.keySet().equals(one.keySet())
                    && IntStream.range(0, CLIPS)
                            .allMatch(i -> Stream.of(one, other).anyMatch(end -> found.entrySet().stream()
                                    .filter(file -> file.getKey().startsWith(Works.OUT + "/clip" + i + "."))
                                    .allMatch(file -> file.getValue().equals(end.get(file.getKey())))));
        }

        /** Every video has all of its files or none, as the JSON file comes last; the table is of any moment. */
        @Override
        public boolean isOnTheWay(Map<String, String> found, Map<String, String> after) {
            boolean isComplete = IntStream.range(0, CLIPS).allMatch(i -> {
                Set<String> own = after.keySet().stream()
                        .filter(name -> name.startsWith(Works.OUT + "/clip" + i + "."))
                        .collect(Collectors.toSet());
                return found.keySet().containsAll(own) || own.stream().noneMatch(found::containsKey);
            });
            return isComplete && Work.isPart(found, after, Set.of("summary.csv", ".whynot.lock"));
        }
    }

    /** Merge Summaries. */
    static final class Merge implements Work {

        @Override
        public void prepare(Path input, int variant) throws IOException {
            FolderRun run = new FolderRun();
            run.prepare(input, variant);
            try (Model model = Model.open(input.resolve("untrained"), "cpu")) {
                for (int shard = 1; shard <= 3; shard++)
                    new FolderExplainer(model, settings())
                            .explain(
                                    input.resolve("clips"),
                                    input.resolve("shards"),
                                    new Shard(shard, 3),
                                    silent(),
                                    Progress.SILENT);
            }
        }

        @Override
        public Turns open(Path input) {
            return new Turns() {
                @Override
                public void begin(Path place) throws IOException {
                    if (Files.notExists(place.resolve(Works.OUT))) copy(input.resolve("shards"), place);
                }

                @Override
                public void run(Path place, int turn, Progress progress) throws IOException {
                    for (ResultKind kind : SummaryMerge.waiting(place.resolve(Works.OUT)))
                        SummaryMerge.merge(place.resolve(Works.OUT), kind, progress);
                }
            };
        }

        @Override
        public boolean readsPlace() {
            return true;
        }

        /** Before it there are tables of shards and the same results. */
        @Override
        public boolean isOnTheWay(Map<String, String> found, Map<String, String> after) {
            Set<String> shards = found.keySet().stream()
                    .filter(name -> name.contains("summary") && name.endsWith(".json"))
                    .collect(Collectors.toSet());
            return shards.size() == 3
                    && !found.containsKey(Works.OUT + "/summary.csv")
                    && Work.isPart(found, after, Set.of("-of-3.json", ".whynot.lock"))
                    && found.size() - shards.size() >= after.size() - 1;
        }

        /** Copies beside the place, so that one that is killed meanwhile leaves the place as it was. */
        private static void copy(Path from, Path place) throws IOException {
            Path beside = Files.createDirectories(place.resolveSibling("copying"));
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.toList())
                    Files.copy(file, beside.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(beside, Files.createDirectories(place).resolve(Works.OUT), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** What Swap Evidence keeps of labelled clips. */
    static final class ClipsIndex implements Work {

        @Override
        public void prepare(Path input, int variant) throws IOException {
            new FolderRun().prepare(input, variant);
        }

        @Override
        public boolean isCache() {
            return true;
        }

        @Override
        public Turns open(Path input) throws IOException {
            Model model = Model.open(input.resolve("untrained"), "cpu");
            Path clip = input.resolve("clips").resolve("clip0.avi");
            Video video = VideoFiles.open(clip);
            ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT);
            String className = classified.prediction().get(0).name();
            return new Turns() {
                @Override
                public void run(Path place, int turn, Progress progress) throws IOException {
                    System.setProperty("whynot.cache", place.resolve(Works.OUT).toString());
                    ClipIndex.of(classified, className, List.of(new ClipIndex.Source("clip", clip)), progress);
                }

                @Override
                public void close() {
                    classified.close();
                    model.close();
                    try {
                        video.close();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            };
        }
    }
}
