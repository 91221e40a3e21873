package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BalanceTest {

    @TempDir
    Path folder;

    @Test
    void countsTrainingVideosAndNamesWhatIsBadlyBalanced() throws IOException {
        StringBuilder videos = new StringBuilder("id,class,path,split\n");
        StringBuilder attributes = new StringBuilder("id,always,never,\"a, b\",twin,most,half\n");
        for (int i = 0; i < 23; i++) {
            String id = "v" + i;
            // 18 of jump, 3 of run, 2 of sit that are for testing only.
            String name = i < 18 ? "jump" : i < 21 ? "run" : "sit";
            videos.append(id + "," + name + "," + id + ".avi," + (i < 21 ? "train" : "test") + "\n");
            boolean rare = i < 3;
            attributes.append(id + ",1," + (i < 21 ? 0 : 1) + "," + (rare ? 1 : 0) + "," + (rare ? 1 : 0) + ","
                    + (i == 20 ? 0 : 1) + "," + i % 2 + "\n");
            Files.createFile(folder.resolve(id + ".avi"));
        }
        Files.writeString(folder.resolve("videos.csv"), videos);
        Files.writeString(folder.resolve("attributes.csv"), attributes);
        Balance balance = Balance.of(DataSet.read(folder));

        assertEquals(
                List.of(
                        "No training videos, so that they can't be learned, have the classes: sit.",
                        "The largest class has 18 training videos, at least 3 times as many as these, which the classifier"
                                + " will seldom predict: run (3).",
                        "No training video has these attributes, so that they can't be learned: never.",
                        "All training videos have these attributes, so that they distinguish no classes: always.",
                        "Fewer than 5 training videos have these attributes: a, b (3), twin (3).",
                        "All but fewer than 5 training videos have these attributes: most (20).",
                        "These attributes always occur together, so that they can't be distinguished: a, b, twin."),
                balance.findings());
        assertEquals(
                "Training videos, 21: jump 18, run 3, sit 0.", balance.summary().get(0));
        assertEquals(
                "Of them have: always 100 %, never 0 %, a, b 14 %, twin 14 %, most 95 %, half 48 %.",
                balance.summary().get(1));
        assertEquals(
                """
                kind,name,training_videos,share
                class,jump,18,0.857143
                class,run,3,0.142857
                class,sit,0,0.00000
                attribute,always,21,1.00000
                attribute,never,0,0.00000
                attribute,"a, b",3,0.142857
                attribute,twin,3,0.142857
                attribute,most,20,0.952381
                attribute,half,10,0.476190
                """,
                balance.csv());
    }

    @Test
    void nothingIsNamedWhereAllIsWell() throws IOException {
        StringBuilder videos = new StringBuilder("id,class,path,split\n");
        StringBuilder attributes = new StringBuilder("id,red,blue\n");
        for (int i = 0; i < 20; i++) {
            videos.append("v" + i + "," + (i % 2 == 0 ? "run" : "sit") + ",v" + i + ".avi,train\n");
            attributes.append("v" + i + "," + (i < 12 ? 1 : 0) + "," + (i < 8 ? 0 : 1) + "\n");
            Files.createFile(folder.resolve("v" + i + ".avi"));
        }
        Files.writeString(folder.resolve("videos.csv"), videos);
        Files.writeString(folder.resolve("attributes.csv"), attributes);
        assertEquals(List.of(), Balance.of(DataSet.read(folder)).findings());
    }
}
