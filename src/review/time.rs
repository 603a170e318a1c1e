//! A moment as milliseconds since 1970, written as RFC 3339 in UTC. The library reads no clock: callers bring the time.
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{
    fmt,
    str::FromStr,
    time::{SystemTime, UNIX_EPOCH},
};

/// A moment, to the millisecond; written `2026-11-26T17:23:15.123Z`, always 24 characters, so that text sorts as time does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

/// The last moment that can be written in every time zone, in milliseconds: 9999-12-30T21:59:59.999Z.
const LATEST: i64 = 253_402_207_199_999;

impl Time {
    /// The moment so many milliseconds after 1970-01-01T00:00:00Z; what lies before it, or after 9999-12-30T21:59:59.999Z, becomes the nearest moment inside.
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.clamp(0, LATEST))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> i64 {
        self.0
    }
}

impl From<SystemTime> for Time {
    fn from(moment: SystemTime) -> Self {
        let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(moment) => write!(f, "{moment:.3}"),
            Err(_) => f.write_str("1970-01-01T00:00:00.000Z"),
        }
    }
}

impl FromStr for Time {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let moment: jiff::Timestamp =
            text.parse().map_err(|_| format!("expected a time such as 2026-11-26T17:23:15.123Z, found {text:?}"))?;
        Ok(Self::from_millis(moment.as_millisecond()))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn text_and_time_are_the_same() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_795_713_795_123, "2026-11-26T17:23:15.123Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        ] {
            assert_eq!(Time::from_millis(millis).to_string(), text);
            assert_eq!(text.parse::<Time>().unwrap().millis(), millis);
        }
        assert_eq!("2026-11-26T18:23:15+01:00".parse::<Time>().unwrap().to_string(), "2026-11-26T17:23:15.000Z");
        assert_eq!(Time::from_millis(i64::MAX).to_string(), "9999-12-30T21:59:59.999Z");
        assert!("yesterday".parse::<Time>().is_err());
    }
}
