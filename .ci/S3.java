import caravan.trial.EmbeddedS3;
import java.nio.file.Path;

/** Serves an S3 with a bucket of this name until it is stopped; prints the lines of .env that lead to it. */
class S3 {
    public static void main(String[] folderAndBucket) throws InterruptedException {
        EmbeddedS3 s3 = EmbeddedS3.start(0, Path.of(folderAndBucket[0]), folderAndBucket[1]);
        System.out.println("S3_BUCKET=" + folderAndBucket[1]);
        System.out.println("AWS_ACCESS_KEY_ID=" + EmbeddedS3.ACCESS_KEY);
        System.out.println("AWS_SECRET_ACCESS_KEY=" + EmbeddedS3.SECRET_KEY);
        System.out.println("AWS_ENDPOINT_URL_S3=" + s3.endpoint());
        Thread.currentThread().join();
    }
}
