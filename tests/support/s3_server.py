"""A server of S3-compatible storage on loopback, a process of its own: moto's, which checks signatures."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from hotline.settings.files import S3Access
from hotline.storage.files.s3 import BucketStore
from tests.support.ports import free_port

ALL_OF_S3 = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
UNSIGNED = 4
"""So many requests moto takes from anybody: those that make the user, its key, its rights and the bucket."""


@dataclass
class StorageServer:
    """A running server with one bucket, and what a client needs to use it."""

    process: subprocess.Popen
    access: S3Access

    def stop(self):
        self.process.kill()
        self.process.wait(20)

    def hang(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def store(self, **changes):
        return BucketStore(replace(self.access, **changes))

    def environment(self):
        """The settings that name this bucket as the file store."""
        access = self.access
        return {
            "HOTLINE_FILES": f"s3://{access.bucket}/{access.prefix}",
            "HOTLINE_S3_ENDPOINT": access.endpoint,
            "HOTLINE_S3_KEY": access.key,
            "HOTLINE_S3_SECRET": access.secret,
        }


def start_storage_server(log):
    """Start it on a free port; ``log`` is a path that takes what it prints."""
    port = free_port()
    environment = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": str(UNSIGNED)}
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=file)
    endpoint = f"http://127.0.0.1:{port}"
    try:
        key = _prepare(endpoint, process)
    except BaseException:
        process.kill()
        process.wait(20)
        raise
    access = S3Access("hotline", "line/prompts", endpoint, key["AccessKeyId"], key["SecretAccessKey"])
    return StorageServer(process, access)


def _prepare(endpoint, process):
    options = {
        "endpoint_url": endpoint,
        "region_name": "us-east-1",
        "aws_access_key_id": "anybody",
        "aws_secret_access_key": "anything",
        "config": Config(retries={"max_attempts": 1}),
    }
    users = boto3.client("iam", **options)
    for _ in range(600):
        assert process.poll() is None, "the storage server ended"
        try:
            users.create_user(UserName="hotline")
            break
        except BotoCoreError:
            time.sleep(0.1)
    users.put_user_policy(UserName="hotline", PolicyName="all", PolicyDocument=ALL_OF_S3)
    boto3.client("s3", **options).create_bucket(Bucket="hotline")
    return users.create_access_key(UserName="hotline")["AccessKey"]
